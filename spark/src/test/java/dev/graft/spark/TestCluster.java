package dev.graft.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/**
 * A standalone master and workers of one core each, real processes on the loopback, from the jars of this test's class path.
 * Executors get Graft's own as an application's, by {@code spark.jars}: Spark's classes do not see them there. All end with the
 * test, by their ids, and with this process.
 */
final class TestCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    /** Those that compute look for each other, and lie in a repository by their groups. */
    private static final Pattern OWN =
            Pattern.compile("org.(nd4j|deeplearning4j|datavec|bytedeco).[^:]*jar$|graft[^/\\\\]*jar$");

    private final Path folder;
    private final Path home;
    private final String ownJars;
    private final int port;
    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::kill);

    private TestCluster(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        Path made = Path.of("target", "spark-home").toAbsolutePath();
        this.home = home(made);
        this.ownJars = ownJars(made);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** @param folder for logs and what workers leave */
    static TestCluster start(Path folder, int workers) throws Exception {
        TestCluster cluster = new TestCluster(Files.createDirectories(folder), freePort());
        cluster.java(
                "master",
                Map.of(),
                "org.apache.spark.deploy.master.Master",
                "--host",
                LOOPBACK,
                "--port",
                String.valueOf(cluster.port),
                "--webui-port",
                "0");
        cluster.awaitMaster();
        for (int i = 0; i < workers; i++) {
            cluster.addWorker(Map.of());
        }
        return cluster;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    /** What Spark takes for its installation: executors find their jars there. */
    private static Path home(Path home) throws IOException {
        Path jars = Files.createDirectories(home.resolve("jars"));
        for (Path jar : entries(false)) {
            Path link = jars.resolve(jar.getFileName());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, jar);
        }
        return home;
    }

    /** Folders of classes are packed for it. */
    private static String ownJars(Path home) throws IOException {
        Path packed = Files.createDirectories(home.resolve("packed"));
        List<String> jars = new ArrayList<>();
        for (Path entry : entries(true)) {
            Path jar = entry;
            if (Files.isDirectory(entry)) {
                jar = packed.resolve(jars.size() + ".jar");
                ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "-c", "-0", "-f", jar.toString(), "-C", entry.toString(), ".");
            }
            jars.add(jar.toString());
        }
        return String.join(",", jars);
    }

    /** Of the class path: Graft's modules and the libraries that it computes with, or all others. */
    private static List<Path> entries(boolean own) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(Files::exists)
                .filter(entry -> own
                        == (Files.isDirectory(entry)
                                || OWN.matcher(entry.toString()).find()))
                .toList();
    }

    private void awaitMaster() throws Exception {
        for (int i = 0; i < 1200; i++) {
            try {
                new Socket(LOOPBACK, port).close();
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IllegalStateException("The master did not start, see " + folder);
    }

    Process addWorker(Map<String, String> environment) throws IOException {
        return java(
                "worker" + processes.size(),
                environment,
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                LOOPBACK,
                "--cores",
                "1",
                "--memory",
                "2g",
                "--webui-port",
                "0",
                "--work-dir",
                folder.resolve("work" + processes.size()).toString(),
                url());
    }

    String url() {
        return "spark://" + LOOPBACK + ":" + port;
    }

    /** For drivers in this process. */
    SparkConf conf() {
        SparkConf conf = new SparkConf(false).setAppName("graft test");
        settings().forEach(conf::set);
        return conf;
    }

    private Map<String, String> settings() {
        return Map.of(
                "spark.master",
                url(),
                "spark.ui.enabled",
                "false",
                "spark.driver.host",
                LOOPBACK,
                "spark.driver.bindAddress",
                LOOPBACK,
                "spark.executor.memory",
                "1g",
                "spark.jars",
                ownJars,
                "spark.executor.extraJavaOptions",
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    }

    /** A driver in a process of its own. */
    Process driver(String name, String mainClass, String... arguments) throws IOException {
        List<String> options = new ArrayList<>();
        settings().forEach((key, value) -> options.add("-D" + key + "=" + value));
        return java(name, Map.of(), options, mainClass, arguments);
    }

    private Process java(String name, Map<String, String> environment, String mainClass, String... arguments)
            throws IOException {
        return java(name, environment, List.of(), mainClass, arguments);
    }

    private Process java(
            String name, Map<String, String> environment, List<String> options, String mainClass, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(List.of(org.apache.spark.launcher.JavaModuleOptions.defaultModuleOptions()
                .split(" ")));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        home.toString(),
                        "SPARK_SCALA_VERSION",
                        "2.13",
                        "SPARK_LOCAL_IP",
                        LOOPBACK,
                        "SPARK_LOCAL_DIRS",
                        folder.resolve("local").toString()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private void kill() {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    @Override
    public void close() {
        kill();
        processes.forEach(
                process -> process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
