package dev.etagere.response;

import dev.etagere.cache.Codec;
import dev.etagere.cache.Fence;
import dev.etagere.http.ContentRange;
import dev.etagere.http.Freshness;
import dev.etagere.http.Headers;
import dev.etagere.http.PartialContent;
import dev.etagere.http.Validators;
import dev.etagere.http.Vary;
import dev.etagere.response.Bytes.Reader;
import dev.etagere.response.Bytes.Writer;
import dev.etagere.response.VariantIndex.Variant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Stored values as bytes: a version, a checksum of the rest, a kind, and its parts in order, each with its length. Anything else than what
 * this version wrote is nothing.
 */
final class StoredCodec implements Codec<Stored> {

    private static final int VERSION = 1;
    private static final int HEADER = 1 + Integer.BYTES;
    private static final int RESPONSE = 1;
    private static final int INDEX = 2;
    private static final int NOT_CACHEABLE = 3;

    @Override
    public byte[] encode(Stored value) {
        Writer out = new Writer((int) Math.min(value.bytes(), 1 << 22)).octet(VERSION).int32(0);
        if (value instanceof StoredResponse response) {
            write(out.octet(RESPONSE), response);
        } else if (value instanceof VariantIndex index) {
            out.octet(INDEX).list(index.variants(), (to, variant) -> names(to, variant.vary()).text(variant.selection()));
        } else {
            out.octet(NOT_CACHEABLE);
        }
        byte[] bytes = out.toBytes();
        int sum = checksum(bytes);
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[1 + i] = (byte) (sum >>> 24 - 8 * i);
        }
        return bytes;
    }

    @Override
    public Optional<Stored> decode(byte[] bytes) {
        try {
            Reader in = new Reader(bytes);
            if (in.octet() != VERSION || in.int32() != checksum(bytes)) {
                return Optional.empty();
            }
            Stored value = switch (in.octet()) {
                case RESPONSE -> response(in);
                case INDEX -> new VariantIndex(in.list(from -> new Variant(vary(from), from.text())));
                case NOT_CACHEABLE -> new Stored.NotCacheable();
                default -> throw new IllegalArgumentException("unknown kind");
            };
            in.end();
            return Optional.of(value);
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, HEADER, bytes.length - HEADER);
        return (int) sum.getValue();
    }

    private static void write(Writer out, StoredResponse response) {
        Representation representation = response.representation();
        out.int32(representation.status());
        headers(out, representation.headers());
        out.bytes(representation.content());
        Optional<ContentRange> range = representation.part().map(PartialContent::range);
        out.flag(range.isPresent());
        range.ifPresent(of -> out.int64(of.first()).int64(of.last()).int64(of.completeLength().orElse(-1)));
        headers(out, response.conditions());
        write(out, response.terms());
    }

    private static StoredResponse response(Reader in) {
        int status = in.int32();
        Headers headers = headers(in);
        byte[] content = in.bytes();
        Optional<ContentRange> range = in.flag() ? Optional.of(range(in)) : Optional.empty();
        Headers conditions = headers(in);
        Representation representation = range.isEmpty()
                ? Representation.of(status, headers, content)
                : Representation.ofPart(headers, new PartialContent(range.get(), content, Validators.of(headers)));
        return new StoredResponse(representation, terms(in), conditions);
    }

    private static ContentRange range(Reader in) {
        long first = in.int64();
        long last = in.int64();
        long complete = in.int64();
        return new ContentRange(first, last, complete < 0 ? OptionalLong.empty() : OptionalLong.of(complete));
    }

    private static void write(Writer out, StoredResponse.Terms terms) {
        Freshness freshness = terms.freshness();
        out.text(terms.key());
        out.time(freshness.lifetime()).flag(freshness.heuristic()).time(freshness.correctedInitialAge()).time(freshness.responseTime())
                .flag(freshness.alwaysValidate()).flag(freshness.neverStale()).time(freshness.staleWhileRevalidate())
                        .time(freshness.staleIfError());
        names(out, terms.vary()).text(terms.selection());
        out.flag(terms.client().isApplications());
        if (terms.client() instanceof ClientControl.ByPolicy policy) {
            out.flag(policy.ofSome()).flag(policy.ttl().isPresent());
            policy.ttl().ifPresent(out::time);
        }
        out.list(List.copyOf(terms.tags()), Writer::text);
        out.int64(terms.fence().epoch()).int64(terms.fence().position());
    }

    private static StoredResponse.Terms terms(Reader in) {
        String key = in.text();
        Freshness freshness = new Freshness(in.duration(), in.flag(), in.duration(), in.instant(), in.flag(), in.flag(), in.duration(),
                in.duration());
        Vary vary = vary(in);
        String selection = in.text();
        ClientControl client = in.flag() ? ClientControl.APPLICATIONS
                : new ClientControl.ByPolicy(in.flag(), in.flag() ? Optional.of(in.duration()) : Optional.empty());
        return new StoredResponse.Terms(key, freshness, vary, selection, client, new LinkedHashSet<>(in.list(Reader::text)),
                new Fence(in.int64(), in.int64()));
    }

    private static Writer names(Writer out, Vary vary) {
        return out.list(vary.names(), Writer::text);
    }

    private static Vary vary(Reader in) {
        return Vary.none().with(in.list(Reader::text));
    }

    private static void headers(Writer out, Headers headers) {
        List<String> texts = new ArrayList<>(2 * headers.size());
        for (int i = 0; i < headers.size(); i++) {
            texts.add(headers.name(i));
            texts.add(headers.value(i));
        }
        out.list(texts, Writer::text);
    }

    private static Headers headers(Reader in) {
        return Headers.of(in.list(Reader::text).toArray(new String[0]));
    }
}
