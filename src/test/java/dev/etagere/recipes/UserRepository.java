package dev.etagere.recipes;

import dev.etagere.Etagere;
import dev.etagere.cache.Cache;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table of users, read through a cache. */
// region repository
public final class UserRepository {

    /** A row of the table. */
    public record User(String id, String name, String department) {
    }

    /** The table itself. */
    public interface Table {
        Optional<User> find(String id) throws SQLException;

        void update(User user) throws SQLException;

        void delete(String id) throws SQLException;
    }

    private final Table table;
    private final Cache<User> users;

    public UserRepository(Etagere etagere, Table table) {
        this.table = table;
        this.users = etagere.cache("users", User.class, options -> options.tagsOf(user -> List.of("department:" + user.department())));
    }

    public Optional<User> find(String id) throws SQLException {
        return users.load(id, key -> table.find(key).orElse(null)).value();
    }

    /** The users of a department that are in the cache: not all that there are. */
    public Map<String, User> knownOfDepartment(String department) {
        return users.getByTag("department:" + department);
    }

    /** First the table, then the cache: a load that began before is not stored. */
    public void update(User user) throws SQLException {
        table.update(user);
        users.evict(user.id());
    }

    public void delete(String id) throws SQLException {
        table.delete(id);
        users.evict(id);
    }
}
// endregion
