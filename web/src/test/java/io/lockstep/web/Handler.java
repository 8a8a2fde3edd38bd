package io.lockstep.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What the test application does at one path. */
@FunctionalInterface
interface Handler {
  void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;
}
