# Runs a private RabbitMQ, and epmd, which it would leave behind, unless several brokers share one
# (LOCKSTEP_EPMD is "shared"). Ends both when standard input
# ends, which is also how the death of the starting process shows, and then removes the directory
# unless it holds a file "keep". Signals from the terminal are left to the starting process.
trap '' INT TERM HUP

epmd=
if [ "$LOCKSTEP_EPMD" = own ]; then
  epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" </dev/null >/dev/null 2>&1 &
  epmd=$!
fi
until epmd -port "$ERL_EPMD_PORT" -names >/dev/null 2>&1 ||
    { [ "$epmd" ] && ! kill -0 "$epmd" 2>/dev/null; }; do
  :
done
/usr/lib/rabbitmq/bin/rabbitmq-server </dev/null >"$LOCKSTEP_DIRECTORY/out.txt" 2>&1 &
server=$!

cat >/dev/null

# The server is a child of its script, which is stopped first so that it cannot start another.
kill -STOP "$server"
beams=$(cat "/proc/$server/task/$server/children")
kill -KILL $beams "$server" $epmd
wait

# It is not ours to wait for. It has let go of files and ports when only its entry is left.
is_gone() {
  case $(cat "/proc/$1/status" 2>/dev/null) in
    "" | *"State:	Z"*"Threads:	1"*) true ;;
    *) false ;;
  esac
}
for beam in $beams; do
  until is_gone "$beam"; do
    :
  done
done
[ -e "$LOCKSTEP_DIRECTORY/keep" ] || rm -rf "$LOCKSTEP_DIRECTORY"
