package io.lockstep.session.document;

import com.google.protobuf.ByteString;

/**
 * 64 bits that differ, but for accidents, where texts and numbers differ: against faults, not
 * against malice. FNV-1a, and the last step of SplitMix64 to spread what it gives.
 */
final class Fingerprint {
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Fingerprint() {}

  static long of(CharSequence text) {
    long print = BASIS;
    for (int i = 0; i < text.length(); i++) {
      print = (print ^ text.charAt(i)) * PRIME;
    }
    return print;
  }

  static long of(ByteString bytes) {
    long print = BASIS;
    for (int i = 0; i < bytes.size(); i++) {
      print = (print ^ bytes.byteAt(i)) * PRIME;
    }
    return print;
  }

  /** Of numbers in an order. */
  static long of(long... numbers) {
    long print = BASIS;
    for (long number : numbers) {
      print = spread(print ^ number) * PRIME;
    }
    return print;
  }

  private static long spread(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
