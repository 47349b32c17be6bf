package dev.etagere.sample.api;

import java.util.Map;

/** The request cannot be answered as it was meant; becomes a problem document (RFC 9457). */
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient Map<String, String> fields;

    private ApiException(int status, String message, Map<String, String> fields) {
        super(message, null, false, false);
        this.status = status;
        this.fields = fields;
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, message, Map.of());
    }

    static ApiException badFields(Map<String, String> fields) {
        return new ApiException(400, "some fields are not as they should be", fields);
    }

    static ApiException notFound(String message) {
        return new ApiException(404, message, Map.of());
    }

    static ApiException of(int status, String message) {
        return new ApiException(status, message, Map.of());
    }

    int status() {
        return status;
    }

    /** What is wrong with which field. */
    Map<String, String> fields() {
        return fields;
    }
}
