package io.lockstep.benchmarks;

import java.time.Instant;
import java.util.Arrays;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * Changes of sessions that Spring Session keeps in Redis, as a request makes them: reads the
 * session, sets its last access and an attribute, and saves it. It has the repository, the
 * serialisation and the client that Spring Session comes with. Each client has a session of its
 * own.
 */
final class SpringSessionChanges implements Subject {
  private final String name;
  private final SessionShape shape;
  private final LettuceConnectionFactory connections;
  private final SessionRepository<? extends Session> repository;

  private SpringSessionChanges(
      String name, SessionShape shape, LettuceConnectionFactory connections) {
    this.name = name;
    this.shape = shape;
    this.connections = connections;
    repository = new RedisSessionRepository(template(connections));
  }

  static SpringSessionChanges start(String name, SessionShape shape, RedisServer redis) {
    var connections =
        new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", redis.port()));
    connections.afterPropertiesSet();
    connections.start();
    return new SpringSessionChanges(name, shape, connections);
  }

  /** As Spring Session makes it for itself. */
  private static RedisTemplate<String, Object> template(LettuceConnectionFactory connections) {
    var template = new RedisTemplate<String, Object>();
    template.setKeySerializer(RedisSerializer.string());
    template.setHashKeySerializer(RedisSerializer.string());
    template.setConnectionFactory(connections);
    template.setBeanClassLoader(SpringSessionChanges.class.getClassLoader());
    template.afterPropertiesSet();
    return template;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Client client() {
    return visitor(repository);
  }

  private <S extends Session> Client visitor(SessionRepository<S> sessions) {
    S created = sessions.createSession();
    for (int index = 0; index < shape.attributes(); index++) {
      created.setAttribute(SessionShape.name(index), shape.initial(index));
    }
    sessions.save(created);
    return new Visitor<>(sessions, created.getId(), shape.values());
  }

  @Override
  public void close() {
    connections.destroy();
  }

  private final class Visitor<S extends Session> implements Client {
    private final SessionRepository<S> sessions;
    private final String id;
    private final byte[][] values;
    private int calls;

    Visitor(SessionRepository<S> sessions, String id, byte[][] values) {
      this.sessions = sessions;
      this.id = id;
      this.values = values;
    }

    @Override
    public void call() {
      calls++;
      S session = found();
      session.setLastAccessedTime(Instant.now());
      session.setAttribute(shape.attribute(calls), values[calls % values.length]);
      sessions.save(session);
    }

    /** Proves that what was acknowledged is there. */
    @Override
    public void settle() {
      byte[] there = found().getAttribute(shape.attribute(calls));
      if (!Arrays.equals(there, values[calls % values.length])) {
        throw new IllegalStateException(name + ": a change has not arrived");
      }
    }

    private S found() {
      S session = sessions.findById(id);
      if (session == null) {
        throw new IllegalStateException(name + ": a session is gone");
      }
      return session;
    }
  }
}
