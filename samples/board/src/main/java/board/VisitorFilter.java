package board;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Begins the visitor's session with the page itself, so that the balancer sends all that the page
 * asks for to one server: the messages it shows are those that this server has heard.
 */
@WebFilter(
    urlPatterns = "/index.html",
    // A container may forward the folder's address to its welcome file.
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD})
public class VisitorFilter extends HttpFilter {
  private static final long serialVersionUID = 1;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    request.getSession();
    chain.doFilter(request, response);
  }
}
