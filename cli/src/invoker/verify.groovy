// The stranger's project has built and tested itself. Does it also run as it should?

def project = new File(built, 'projects/mobilenet/target')
def lib = new File(built, 'lib')

// It gets the very libraries that Graft's own program runs with, natives included.
def unknown = new File(project, 'classpath.txt').text.split(File.pathSeparator)
    .collect { new File(it).name }
    .findAll { !new File(lib, it).exists() }
assert unknown.empty: "A project that depends on graft-core gets $unknown, which Graft itself does not run with. Declare" +
    " the dependency in core's pom: what only the parent manages does not reach other projects."

// After one build no network is needed: nothing came from elsewhere than the outer build's repository.
def fetched = new File(built, 'projects/mobilenet/build.log').readLines().findAll { it ==~ /.*Downloaded from (?!outer-build:).*/ }
assert fetched.empty: "A project that depends on graft-core reads what Graft's own build does not: $fetched. Exclude the old" +
    " version where the parent manages what asks for it."

// Its jar beside Graft's is all that the command line needs.
def classPath = [new File(built, 'graft.jar'), new File(project, 'mobilenet.jar')].join(File.pathSeparator)
def java = [System.getProperty('java.home'), 'bin', 'java'].join(File.separator)
def process = [java, '-cp', classPath, 'dev.graft.cli.GraftCommand', 'backbones'].execute()
def out = new StringBuilder()
def err = new StringBuilder()
process.waitForProcessOutput(out, err)
print out
assert process.exitValue() == 0: err
assert out.readLines().any { it ==~ /mobilenet-v2 +154 +2,257,984 .*/ }
return true
