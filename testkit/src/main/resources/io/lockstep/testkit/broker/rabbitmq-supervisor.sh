# Runs a private RabbitMQ, and epmd, which it would leave behind. Ends both when standard input
# ends, which is also how the death of the starting process shows, and then removes the directory
# unless it holds a file "keep". Signals from the terminal are left to the starting process.
trap '' INT TERM HUP

epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" </dev/null >/dev/null 2>&1 &
epmd=$!
until epmd -port "$ERL_EPMD_PORT" -names >/dev/null 2>&1 || ! kill -0 "$epmd" 2>/dev/null; do
  :
done
/usr/lib/rabbitmq/bin/rabbitmq-server </dev/null >"$LOCKSTEP_DIRECTORY/out.txt" 2>&1 &
server=$!

cat >/dev/null

# The server is a child of its script, which is stopped first so that it cannot start another.
kill -STOP "$server"
kill -KILL $(cat "/proc/$server/task/$server/children") "$server" "$epmd"
wait
[ -e "$LOCKSTEP_DIRECTORY/keep" ] || rm -rf "$LOCKSTEP_DIRECTORY"
