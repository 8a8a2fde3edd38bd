package shop;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /products}: everything there is to buy. Needs no session, and makes none. */
@WebServlet(urlPatterns = "/products", asyncSupported = true)
public class ProductsServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Json.send(response, 200, Product.ALL.stream().map(ProductsServlet::json).toList());
  }

  private static Map<String, Object> json(Product product) {
    var json = new LinkedHashMap<String, Object>();
    json.put("id", product.id());
    json.put("name", product.name());
    json.put("about", product.about());
    json.put("hue", product.hue());
    json.put("cents", product.cents());
    return json;
  }
}
