package shop;

import java.util.regex.Pattern;

/**
 * The id of a line in a cart: a product's id, and after a {@code ~}, when the buyer wants that tin
 * for itself, a label of the buyer's.
 */
record Item(String id, Product product, String label) {
  private static final Pattern FORM = Pattern.compile("([a-z]{1,20})(?:~([A-Za-z0-9-]{1,40}))?");

  /**
   * Reads an id.
   *
   * @return null when there is no such product or the id is malformed
   */
  static Item parse(String id) {
    var form = FORM.matcher(id == null ? "" : id);
    if (!form.matches()) {
      return null;
    }
    var product = Product.find(form.group(1));
    return product == null ? null : new Item(id, product, form.group(2));
  }
}
