#!/usr/bin/env bash
# Checks and measures on a machine with a GPU, in 8 minutes at most: run.sh [--simulate] [WORKLOAD...]. See README.md.
# Results lie under $OUT, or else in out.
set -u

here=$(cd "$(dirname "$0")" && pwd)
simulate=
if [ "${1:-}" = --simulate ]; then
    simulate=--simulate
    shift
fi
out=${OUT:-$PWD/out}
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
exec > >(tee "$out/log.txt") 2>&1

# Where pip puts NVIDIA's libraries.
site=$(python3 -c 'import sysconfig; print(sysconfig.get_path("purelib"))' 2> /dev/null)/nvidia
if [ -z "${GRAFT_CUDA_PATH:-}" ] && [ -d "$site" ]; then
    export GRAFT_CUDA_PATH=$site
fi

failed=()
replay() {
    "$here/runtime/bin/java" -cp "$here/lib/*" dev.graft.engine.cuda.replay.Main "$@" \
        --host "$here/host-kernels" $simulate
}
export -f replay
export here simulate

# stage NAME SECONDS COMMAND...: a failed one does not keep the next from running.
stage() {
    local name=$1 limit=$2 from=$SECONDS
    shift 2
    echo
    echo "== $name (at most $limit s)"
    timeout -k 5 "$limit" bash -c '"$@"' stage "$@"
    local status=$?
    if [ $status -ne 0 ]; then
        failed+=("$name")
        echo "== $name FAILED with $status after $((SECONDS - from)) s"
    else
        echo "== $name: done in $((SECONDS - from)) s"
    fi
}

# together SECONDS FILE: commands of a file, all at a time, each with its output in one piece.
together() {
    local limit=$1 list=$2 status=0 each
    local -a ids=()
    mapfile -t jobs < "$list"
    for each in "${!jobs[@]}"; do
        timeout -k 5 "$limit" bash -c "${jobs[$each]}" > "$list.$each" 2>&1 &
        ids+=($!)
    done
    for each in "${!ids[@]}"; do
        wait "${ids[$each]}" || { status=1; echo "FAILED: ${jobs[$each]}"; }
        cat "$list.$each"
    done
    return $status
}
export -f together

sanitizer=$(command -v compute-sanitizer || ls /usr/local/cuda/bin/compute-sanitizer 2> /dev/null)
small=("$here"/workloads/small-*.json)
[ $# -gt 0 ] && small=("$@")
smallest="$here/workloads/small-tiny-f32.json"
rm -f "$out"/*.jsonl "$out/properties.json"

if [ -n "$simulate" ]; then
    stage "losses of small networks" 120 replay steps -n 20 --beside-processor --out "$out/steps.jsonl" "${small[@]}"
    stage "commands of small networks" 120 replay check --out "$out/check.jsonl" "${small[@]}"
    stage "times" 120 replay time -n 1 --out "$out/time.jsonl" "${small[@]}"
    stage "choices" 20 replay choices "$smallest"
    echo "Without a GPU there are no properties, no memory checks, no large networks and no peers."
else
    stage "the machine" 10 nvidia-smi
    stage "properties" 20 replay properties --out "$out/properties.json"
    # What the peers compile now is in their cache when they are measured.
    timeout 150 python3 "$here/peers.py" --warm > "$work/warm.txt" 2>&1 &
    warming=$!
    stage "losses of small networks" 60 replay steps -n 20 --beside-processor --out "$out/steps.jsonl" "${small[@]}"
    {
        echo "replay check --seconds 60 --out $out/check.jsonl ${small[*]}"
        for workload in "$here"/workloads/middle-*.json; do
            echo "replay steps -n 5 --beside-processor --out $out/steps.jsonl $workload"
            echo "replay check --seconds 80 --out $out/check.jsonl $workload"
        done
        for workload in "$here"/workloads/all-*.json; do
            for part in 0 1; do
                echo "replay check --part $part --of 2 --seconds 80 --out $out/check.jsonl $workload"
            done
            echo "replay steps -n 5 --out $out/steps.jsonl $workload"
        done
        for tool in memcheck racecheck initcheck; do
            echo "echo $tool; $sanitizer --tool $tool --print-limit 20 --error-exitcode 9" \
                "$here/runtime/bin/java -cp '$here/lib/*' dev.graft.engine.cuda.replay.Main steps -n 1 $smallest"
        done
    } > "$work/jobs"
    stage "commands and losses of large networks, memory" 125 together 110 "$work/jobs"
    kill "$warming" 2> /dev/null && echo "The peers' compilations were cut off."
    wait "$warming" 2> /dev/null
    stage "times" 70 replay time -n 10 --out "$out/time.jsonl" \
        "$here"/workloads/{all,last,frozen}-*-bf16.json "$here"/workloads/{all,last,frozen}-*-f32.json
    stage "choices" 60 replay choices -n 8 --out "$out/choices.jsonl" \
        "$here"/workloads/all-*-bf16.json "$here"/workloads/all-*-f32.json
    stage "peers" 110 python3 "$here/peers.py" --seconds 90 --out "$out/peers.jsonl"
fi

echo
if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[@]}"
    exit 1
fi
echo "All stages are done after $SECONDS s."
