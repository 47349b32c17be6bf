package dev.etagere.store.redis;

/** What a careless protocol would do, in a {@link ProtocolModel}. */
enum ModelFlaw {
    /** The position is taken after the value has been read. */
    FENCE_AFTER_READ,
    /** What comes from Redis gets the position at which it arrived, not that at which it was asked for. */
    PROMOTED_AT_ARRIVAL,
    /** A promoted server is trusted. */
    HOME_IGNORED,
    /** An eviction whose answer was lost is forgotten. */
    NOTHING_KEPT,
    /** An own eviction raises the position past those of others that have not been heard of. */
    AHEAD_RAISES_POSITION,
    /** What is missing in the log is taken for nothing. */
    GAP_IGNORED,
    /** Marks are dropped, and the floor stays. */
    FLOOR_NOT_RAISED,
    /** After a promotion nothing is sent again. */
    NOT_SENT_AGAIN,
    /** What is to be sent again is noted when Redis has answered. */
    REMEMBERED_WHEN_ANSWERED,
    /** What is kept near is used though the node has gone on alone. */
    ATTACHED_WITH_PENDING,
    /** An eviction made on another clock than the one that is followed counts as made. */
    MADE_ELSEWHERE,
    /** What was sent to another clock than the one that is followed then counts as sent. */
    SENT_ELSEWHERE,
    /** Who finds another clock goes on with the one it followed until it has sent what is to be sent again. */
    FOLLOWING_WHILE_SENDING
}
