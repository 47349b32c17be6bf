package dev.etagere.response;

import dev.etagere.http.PartialContent;
import dev.etagere.http.Preconditions;
import dev.etagere.http.RangeSelection;
import java.util.Optional;

/** Answers from a part of a representation (RFC 9111 §3.3). */
final class PartialReplies {

    private PartialReplies() {
    }

    /** Empty where the request needs bytes that are not in the part. */
    static Optional<Reply> of(Representation representation, PartialContent part, RequestView request, Replies.More more) {
        if (!request.method().equals("GET")) {
            return Optional.empty();
        }
        Optional<RangeSelection> selection = part.select(request);
        if (selection.isPresent() && selection.get() instanceof RangeSelection.Single single) {
            boolean proceeds = !Preconditions.present(request)
                    || Preconditions.evaluate(request, representation.validators()) == Preconditions.Result.PROCEED;
            if (!proceeds) {
                return Optional.of(Replies.of(representation, request, more));
            }
            return Optional.of(Replies.part(representation, single.range(), part.offset(single.range()), part.range().completeLength(),
                    more));
        }
        return Optional.empty();
    }
}
