package io.lockstep.systemtests.history;

import java.util.ArrayList;
import java.util.List;

/**
 * The items of a session as a short text, in their order: numbers that follow one another are
 * written as {@code 1-17}; what is no number of this session stands as it came.
 */
public final class Items {
  private Items() {}

  /** The text; an item is a number, or another word without blanks. */
  public static String write(List<String> items) {
    var words = new ArrayList<String>();
    for (int first = 0; first < items.size(); ) {
      int last = first;
      while (last + 1 < items.size() && follows(items.get(last), items.get(last + 1))) {
        last++;
      }
      words.add(items.get(first) + (last == first ? "" : "-" + items.get(last)));
      first = last + 1;
    }
    return String.join(" ", words);
  }

  /** What was written. */
  public static List<String> read(String text) {
    var items = new ArrayList<String>();
    for (String word : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      if (word.matches("\\d+-\\d+")) {
        int dash = word.indexOf('-');
        int last = Integer.parseInt(word.substring(dash + 1));
        for (int each = Integer.parseInt(word.substring(0, dash)); each <= last; each++) {
          items.add(Integer.toString(each));
        }
      } else {
        items.add(word);
      }
    }
    return items;
  }

  private static boolean follows(String one, String next) {
    return isNumber(one) && isNumber(next) && Integer.parseInt(one) + 1 == Integer.parseInt(next);
  }

  private static boolean isNumber(String item) {
    return item.matches("\\d{1,9}");
  }
}
