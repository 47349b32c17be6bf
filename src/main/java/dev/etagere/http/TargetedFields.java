package dev.etagere.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Targeted fields such as {@code CDN-Cache-Control} (RFC 9213): Dictionaries of Structured Fields (RFC 8941 §4.2.2) whose members are
 * cache directives. They are read strictly: one that does not parse is as good as absent (RFC 9213 §2.1).
 */
final class TargetedFields {

    private TargetedFields() {
    }

    /** The directives of a targeted field; empty where it is empty or does not parse. */
    static Optional<CacheControl> parse(List<String> fieldValues) {
        if (fieldValues.isEmpty()) {
            return Optional.empty();
        }
        return StructuredField.dictionary(fieldValues).filter(members -> !members.isEmpty()).map(TargetedFields::directives);
    }

    /** RFC 9213 §2.1: numbers of seconds are Integers, arguments in quotes Strings, directives without an argument true. */
    private static CacheControl directives(Map<String, StructuredField.Value> members) {
        CacheControl.Directives directives = new CacheControl.Directives();
        members.forEach((name, value) -> {
            boolean fieldNames = name.equals("no-cache") || name.equals("private");
            switch (value.type()) {
                case TRUE -> directives.add(name, CacheControl.Shape.NONE, "");
                case INTEGER -> directives.add(name, CacheControl.Shape.TOKEN, value.text());
                case STRING -> directives.add(name, fieldNames ? CacheControl.Shape.QUOTED : CacheControl.Shape.MALFORMED, value.text());
                case FALSE -> directives.present();
                default -> directives.add(name, CacheControl.Shape.MALFORMED, "");
            }
        });
        return directives.build();
    }
}
