package io.lockstep.store;

import com.google.protobuf.ByteString;

/**
 * A key whose class this node cannot read. Its entry is kept and passed on like any other, so that
 * the node seems to nobody to have removed it; the application does not see it.
 */
record OpaqueKey(ByteString bytes) {}
