package io.lockstep.session;

import java.util.List;

/**
 * Classes that turn deserialisation into the execution of code, and that nobody needs in a session:
 * refused even when a package that holds them is allowed.
 */
final class Gadgets {
  private static final List<String> REFUSED =
      List.of(
          "bsh",
          "ch.qos.logback.core.db",
          "clojure",
          "com.alibaba.fastjson",
          "com.caucho",
          "com.mchange.v2.c3p0",
          "com.mchange.v2.naming",
          "com.sun.jndi",
          "com.sun.org.apache",
          "com.sun.rowset",
          "com.sun.syndication",
          "com.rometools.rome.feed.impl",
          "com.zaxxer.hikari",
          "groovy.lang",
          "java.beans.EventHandler",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.net.URLClassLoader",
          "java.rmi",
          "java.security.SignedObject",
          "javassist",
          "javax.imageio",
          "javax.management",
          "javax.naming",
          "javax.script",
          "javax.sql.rowset",
          "javax.xml.transform",
          "jdk.internal",
          "jdk.nashorn",
          "net.sf.json",
          "org.aspectj.weaver",
          "org.apache.bcel",
          "org.apache.commons.beanutils",
          "org.apache.commons.collections.functors",
          "org.apache.commons.collections.keyvalue.TiedMapEntry",
          "org.apache.commons.collections.map.LazyMap",
          "org.apache.commons.collections4.comparators.TransformingComparator",
          "org.apache.commons.collections4.functors",
          "org.apache.commons.collections4.keyvalue.TiedMapEntry",
          "org.apache.commons.collections4.map.LazyMap",
          "org.apache.commons.configuration",
          "org.apache.commons.configuration2",
          "org.apache.commons.dbcp",
          "org.apache.commons.dbcp2",
          "org.apache.commons.fileupload.disk",
          "org.apache.commons.fileupload2",
          "org.apache.tomcat.dbcp",
          "org.apache.wicket.util.upload",
          "org.apache.xalan",
          "org.apache.xbean.naming",
          "org.codehaus.groovy",
          "org.hibernate.engine.spi.TypedValue",
          "org.hibernate.tuple",
          "org.hibernate.type",
          "org.jboss.interceptor",
          "org.jboss.weld.interceptor",
          "org.mozilla.javascript",
          "org.python",
          "org.springframework.aop",
          "org.springframework.beans.factory",
          "org.springframework.core.SerializableTypeWrapper",
          "org.springframework.transaction.jta",
          "sun.reflect",
          "sun.rmi");

  private Gadgets() {}

  static boolean contains(String className) {
    return ClassNames.coveredBy(className, REFUSED);
  }
}
