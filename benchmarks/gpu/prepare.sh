#!/usr/bin/env bash
# Makes a folder that a machine with a GPU needs nothing beside: prepare.sh [FOLDER] (build/gpu). See README.md.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
target=$(mkdir -p "${1:-$root/benchmarks/target/gpu}" && cd "${1:-$root/benchmarks/target/gpu}" && pwd)
most=60000000
cd "$root"

echo "Compiling"
mvn -q -pl engine-cuda -am test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$target/\${project.artifactId}.cp"
classpath=$(cat "$target/graft-engine-cuda.cp"):$root/engine-cuda/target/classes:$root/engine-cuda/target/test-classes
rm "$target"/*.cp

echo "A runtime and jars"
rm -rf "$target/runtime" "$target/lib" "$target/workloads" "$target/host-kernels"
mkdir -p "$target/lib"
jlink --add-modules java.base,java.logging,java.xml,jdk.unsupported --compress=2 --strip-java-debug-attributes \
    --no-header-files --no-man-pages --output "$target/runtime"
jar --create --file "$target/lib/graft.jar" \
    -C engine-cuda/target/classes . -C engine-compiled/target/classes . -C core/target/classes dev/graft/engine \
    -C files/target/classes . -C engine-cuda/target/test-classes dev/graft/engine/cuda/replay/Main.class
tr ':' '\n' <<< "$classpath" |
    grep -E '/(jna|slf4j-api|jackson-(core|databind|annotations|datatype-jdk8))-[0-9.]+\.jar$' | xargs -I{} cp {} "$target/lib/"

echo "Workloads"
java -cp "$classpath" dev.graft.engine.cuda.replay.WriteWorkloads "$target/workloads" 2> /dev/null | grep commands

echo "Kernels for the processor that the results are held against"
"$target/runtime/bin/java" -cp "$target/lib/*" dev.graft.engine.cuda.replay.Main kernels \
    --host "$target/host-kernels" --processor "${PROCESSOR:-x86-64-v3}"
rm -f "$target"/host-kernels/*.cpp "$target"/host-kernels/*.log

cp benchmarks/gpu/run.sh benchmarks/gpu/peers.py benchmarks/gpu/README.md "$target/"
size=$(du -sb "$target" | cut -f1)
echo "$target has $((size / 1000000)) MB"
if [ "$size" -gt "$most" ]; then
    echo "That is more than $((most / 1000000)) MB." >&2
    exit 1
fi
