package dev.etagere.http;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The field names that select among the representations of a resource (RFC 9110 §12.5.5, RFC 9111 §4.1). Immutable in effect and safe
 * for use by many threads; it remembers what it normalised last.
 */
public final class Vary {

    private static final Vary NONE = new Vary(new TreeSet<>(), false);

    private final List<String> names;
    private final boolean any;
    private final VaryField[] fields;

    private Vary(SortedSet<String> names, boolean any) {
        this.names = List.copyOf(names);
        this.any = any;
        this.fields = names.stream().map(VaryField::new).toArray(VaryField[]::new);
    }

    public static Vary none() {
        return NONE;
    }

    /** Of all field lines. A member that is no field name is taken for {@code *}: what it means cannot be told. */
    public static Vary of(List<String> fieldValues) {
        if (fieldValues.isEmpty()) {
            return NONE;
        }
        TreeSet<String> names = new TreeSet<>();
        boolean any = false;
        for (String member : FieldSyntax.members(fieldValues)) {
            if (member.equals("*") || !FieldSyntax.isToken(member)) {
                any = true;
            } else {
                names.add(FieldSyntax.lowerCase(member));
            }
        }
        return names.isEmpty() && !any ? NONE : new Vary(names, any);
    }

    /** These names and those; what no field can be called is left out, but {@code *} is what it is in the field. */
    public Vary with(Collection<String> more) {
        TreeSet<String> all = new TreeSet<>(names);
        boolean star = any;
        for (String name : more) {
            if (name.equals("*")) {
                star = true;
            } else if (FieldSyntax.isToken(name)) {
                all.add(FieldSyntax.lowerCase(name));
            }
        }
        return all.size() == names.size() && star == any ? this : new Vary(all, star);
    }

    /** {@code Vary: *}: no request ever matches. */
    public boolean any() {
        return any;
    }

    public boolean isEmpty() {
        return names.isEmpty() && !any;
    }

    /** Lower-case, sorted, without duplicates, and without {@code *}. */
    public List<String> names() {
        return names;
    }

    /**
     * What this request has in the named fields, normalised as each field's syntax allows (RFC 9111 §4.1) and unambiguous: two requests
     * match if and only if their selections are equal. A field that is absent is not one that is empty. The names are part of it, so
     * selections by different names are never equal.
     */
    public String selection(RequestHead request) {
        if (fields.length == 0) {
            return "";
        }
        if (fields.length == 1) {
            return fields[0].selection(request);
        }
        StringBuilder selection = new StringBuilder(32 * fields.length);
        for (VaryField field : fields) {
            selection.append(field.selection(request));
        }
        return selection.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vary that && that.any == any && that.names.equals(names);
    }

    @Override
    public int hashCode() {
        return names.hashCode() * 31 + Boolean.hashCode(any);
    }

    /** As it may stand in a field; empty where there is no name. */
    @Override
    public String toString() {
        return any ? "*" : String.join(", ", names);
    }
}
