package dev.tailrace.testkit.fakes;

import dev.tailrace.engine.directory.Directory;
import dev.tailrace.engine.directory.User;
import dev.tailrace.engine.directory.UserFilter;
import dev.tailrace.engine.directory.UserId;
import dev.tailrace.engine.directory.UserSearch;
import dev.tailrace.engine.directory.UserTerms;
import dev.tailrace.engine.event.Event;
import dev.tailrace.engine.problem.Problem;
import dev.tailrace.engine.tenant.Part.Listed;
import dev.tailrace.engine.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory of users in memory that keeps the rules of the real ones and shows what was saved. Threads may share it. */
public final class FakeDirectory implements Directory {
    private final Map<UserId, User> users = new HashMap<>();
    private final List<List<Event>> saved = new ArrayList<>();
    private final Deque<Runnable> meanwhile = new ArrayDeque<>();
    private boolean aside;

    /** The events of each save that went through, oldest first. */
    public synchronized List<List<Event>> saved() {
        return List.copyOf(saved);
    }

    /** All events saved, oldest first. */
    public synchronized List<Event> events() {
        return saved.stream().flatMap(List::stream).toList();
    }

    /** Runs before the next save that is not run by such a thing itself: what somebody else does at the same time. */
    public synchronized void beforeNextSave(Runnable other) {
        meanwhile.add(other);
    }

    @Override
    public void save(TenantId tenant, List<Change> changes, List<Event> events) {
        Runnable other = beginAside();
        if (other != null) {
            other.run();
            endAside();
        }
        apply(changes, events);
    }

    private synchronized @Nullable Runnable beginAside() {
        Runnable other = aside ? null : meanwhile.poll();
        aside |= other != null;
        return other;
    }

    private synchronized void endAside() {
        aside = false;
    }

    private synchronized void apply(List<Change> changes, List<Event> events) {
        var before = Map.copyOf(users);
        try {
            changes.forEach(this::make);
        } catch (Problem.Conflict e) {
            users.clear();
            users.putAll(before);
            throw e;
        }
        saved.add(List.copyOf(events));
    }

    private void make(Change change) {
        switch (change) {
            case Change.Created(var user) -> {
                refuse(users.containsKey(user.id()), "there is a user " + user.id());
                refuse(loginTaken(user), "e-mail or user name is taken");
                users.put(user.id(), user);
            }
            case Change.Updated(var user) -> {
                refuse(revision(user.id()) != user.revision() - 1, user.id() + " was changed or deleted");
                refuse(loginTaken(user), "e-mail or user name is taken");
                users.put(user.id(), user);
            }
            case Change.Deleted(var id, var revision) -> {
                refuse(revision(id) != revision, id + " was changed or deleted");
                users.remove(id);
                users.values().removeIf(u -> u.joinedTo().equals(Optional.of(id)));
            }
            case Change.Joined(var id, var revision, var to) -> {
                refuse(revision(id) != revision || revision(to) == 0, id + " was changed or deleted");
                users.replaceAll((_, u) ->
                        u.id().equals(id) || u.joinedTo().equals(Optional.of(id)) ? joined(u, Optional.of(to)) : u);
            }
            case Change.Parted(var user, var from) -> {
                User stored = users.get(user.id());
                refuse(
                        stored == null
                                || !stored.joinedTo().equals(Optional.of(from))
                                || stored.revision() != user.revision() - 1,
                        user.id() + " was changed or deleted");
                users.put(user.id(), user);
            }
            default -> throw new IllegalArgumentException("this one holds users only: " + change);
        }
    }

    @Override
    public synchronized Optional<User> find(UserId id) {
        return Optional.ofNullable(users.get(id)).filter(u -> u.joinedTo().isEmpty());
    }

    @Override
    public synchronized Optional<User> joined(UserId id) {
        return Optional.ofNullable(users.get(id)).filter(u -> u.joinedTo().isPresent());
    }

    @Override
    public synchronized Optional<User> byLogin(TenantId tenant, String connection, String emailOrUsername) {
        String login = emailOrUsername.toLowerCase(Locale.ROOT);
        return all(tenant)
                .filter(u -> u.connection().equals(connection) && logins(u).contains(login))
                .findFirst();
    }

    @Override
    public synchronized List<User> byEmail(TenantId tenant, String email) {
        return of(tenant)
                .filter(u -> u.email().equals(Optional.of(email.toLowerCase(Locale.ROOT))))
                .toList();
    }

    @Override
    public synchronized List<User> list(TenantId tenant, int skip, int max) {
        return of(tenant).skip(skip).limit(max).toList();
    }

    @Override
    public synchronized List<Listed<User>> after(TenantId tenant, Optional<String> connection, long place, int max) {
        UserFilter filter = connection
                .<UserFilter>map(name -> new UserFilter.Has("identities.connection", name, false))
                .orElse(UserFilter.all());
        var listed = new ArrayList<Listed<User>>();
        of(tenant).forEach(user -> listed.add(new Listed<>(listed.size() + 1, user)));
        return listed.stream()
                .filter(one -> one.place() > place
                        && filter.matches(UserTerms.of(one.item().profile())))
                .limit(max)
                .toList();
    }

    /** Looks at everybody. */
    @Override
    public synchronized UserSearch.Found search(TenantId tenant, UserSearch search) {
        UserSearch.Order order = search.order().orElse(UserSearch.Order.CREATION);
        Stream<User> matching = of(tenant)
                .filter(u -> search.filter().matches(UserTerms.of(u.profile())))
                .filter(u -> order.field().isEmpty() || value(u, order).isPresent())
                .sorted(Comparator.comparing(u -> value(u, order).orElse("")));
        List<User> all = order.descending() ? matching.toList().reversed() : matching.toList();
        return new UserSearch.Found(
                all.stream().skip(search.skip()).limit(search.max()).toList(), search.total() ? all.size() : 0);
    }

    private static Optional<String> value(User user, UserSearch.Order order) {
        return order.field().flatMap(field -> new UserFilter.Has(field, "", true).among(UserTerms.of(user.profile())));
    }

    @Override
    public synchronized long count(TenantId tenant) {
        return of(tenant).count();
    }

    private Stream<User> of(TenantId tenant) {
        return all(tenant).filter(u -> u.joinedTo().isEmpty());
    }

    private static User joined(User user, Optional<UserId> to) {
        return new User(
                user.id(),
                user.connection(),
                user.email(),
                user.username(),
                user.passwordHash(),
                user.profile(),
                user.revision() + (user.joinedTo().isEmpty() ? 1 : 0),
                user.createdAt(),
                to);
    }

    private Stream<User> all(TenantId tenant) {
        return users.values().stream()
                .filter(u -> u.id().tenant().equals(tenant))
                .sorted(Comparator.comparing(User::createdAt).thenComparing(u -> u.id().value()));
    }

    private boolean loginTaken(User user) {
        return all(user.id().tenant())
                .filter(u -> !u.id().equals(user.id()) && u.connection().equals(user.connection()))
                .anyMatch(u -> logins(u).stream().anyMatch(logins(user)::contains));
    }

    private long revision(UserId id) {
        User stored = users.get(id);
        return stored == null || stored.joinedTo().isPresent() ? 0 : stored.revision();
    }

    private static List<String> logins(User user) {
        return Stream.concat(user.email().stream(), user.username().stream()).toList();
    }

    private static void refuse(boolean when, String why) {
        if (when) {
            throw new Problem.Conflict("", why);
        }
    }
}
