# Runs the epmd of a private cluster. Ends it when standard input ends, which is also how the death
# of the starting process shows, and then removes the cluster's directory.
trap '' INT TERM HUP

epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" </dev/null >/dev/null 2>&1 &
epmd=$!

cat >/dev/null

kill -KILL "$epmd"
wait
rm -rf "$LOCKSTEP_DIRECTORY"
