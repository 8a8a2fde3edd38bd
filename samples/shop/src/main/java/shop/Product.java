package shop;

import java.util.List;

/**
 * Something to buy.
 *
 * @param hue the colour of its tin, in degrees
 * @param cents its price
 */
record Product(String id, String name, String about, int hue, int cents) {
  static final List<Product> ALL =
      List.of(
          new Product("assam", "Assam Breakfast", "Malty and strong, takes milk", 14, 890),
          new Product("darjeeling", "Darjeeling First Flush", "Spring leaves, light muscatel", 84, 1650),
          new Product("earlgrey", "Earl Grey", "Bergamot from Calabria", 222, 950),
          new Product("sencha", "Sencha", "Steamed green, a taste of sea", 142, 1280),
          new Product("genmaicha", "Genmaicha", "Green tea with roasted rice", 48, 990),
          new Product("oolong", "Iron Goddess Oolong", "Half rolled, long in the cup", 176, 1890),
          new Product("lapsang", "Lapsang Souchong", "Dried over pine smoke", 354, 1120),
          new Product("rooibos", "Rooibos", "Red, sweet, without caffeine", 26, 780),
          new Product("jasmine", "Jasmine Pearls", "Scented five nights in a row", 300, 2150));

  static Product find(String id) {
    return ALL.stream().filter(product -> product.id.equals(id)).findFirst().orElse(null);
  }
}
