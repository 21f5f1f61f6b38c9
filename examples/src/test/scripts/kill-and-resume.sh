#!/usr/bin/env bash
# Trains once undisturbed, then once more with "kill -9" at random moments, and compares the numbers.
#
#   kill-and-resume.sh GRAFT_JAR KILLS [OPTIONS OF graft train ...]
#
# Needs bash, java and sed. Exit code 1 if a number differs. RANDOM_SEED makes the moments repeat.
set -u
jar=$1
kills=$2
shift 2
RANDOM=${RANDOM_SEED:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java -jar "$jar" phantom "$work/images" --images 48 --size 64 --seed 3 > /dev/null || exit 1
train() {
    output=$1
    shift
    exec java -jar "$jar" train "$work/images" --output "$work/$output" --weights ifs1000 --size 64 --threads 2 \
        --group-pattern 'patient-(\d+)' --epochs 6 --fine-tune-epochs 6 --unfreeze 20 --batch-size 8 --patience 0 "$@"
}

start=$(date +%s%N)
(train whole "$@") > "$work/whole.log" || { cat "$work/whole.log"; exit 1; }
lasted=$((($(date +%s%N) - start) / 1000000))
echo "undisturbed: $lasted ms"

done=0
while [ "$done" -lt "$kills" ]; do
    (train killed --checkpoint "$work/checkpoint" --checkpoint-batches 2 "$@") > "$work/killed.log" 2>&1 &
    pid=$!
    wait_ms=$((lasted / 3 + (RANDOM * 32768 + RANDOM) % (lasted * 2 / 3)))
    sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))"
    if kill -9 "$pid" 2> /dev/null; then
        wait "$pid" 2> /dev/null
        done=$((done + 1))
        echo "kill $done after $wait_ms ms: $(grep -c '^  epoch' "$work/killed.log") epochs," \
            "$(grep -o 'Continuing.*' "$work/killed.log" || echo 'from the beginning')"
    else
        wait "$pid"
        echo "finished before the next kill; starting over"
        rm -rf "$work/checkpoint"
        # What was compared so far must be right too.
        [ -d "$work/killed" ] && mv "$work/killed" "$work/killed-$done"
    fi
done
if [ ! -d "$work/killed" ]; then
    (train killed --checkpoint "$work/checkpoint" --checkpoint-batches 2 "$@") > "$work/killed.log" 2>&1 \
        || { cat "$work/killed.log"; exit 1; }
    echo "last start: $(grep -o 'Continuing.*' "$work/killed.log" || echo 'from the beginning')"
fi

numbers() {
    # Wall times are not among the numbers, nor are the lines about output and time of day.
    sed 's/,[0-9.E-]*$//' "$1/history.csv"
    grep -v -e '"seconds' -e '"total seconds"' -e '"finished"' "$1/result.json"
}
code=0
for result in "$work"/killed*/; do
    if [ "$(numbers "$work/whole" | sha256sum)" = "$(numbers "$result" | sha256sum)" ]; then
        echo "equal: $(numbers "$result" | wc -l) lines"
    else
        echo "DIFFERENT"
        diff <(numbers "$work/whole") <(numbers "$result") | head -20
        code=1
    fi
done
exit $code
