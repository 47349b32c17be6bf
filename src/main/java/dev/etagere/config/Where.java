package dev.etagere.config;

/** Where a setting stands, for the line that tells of a mistake in it. */
sealed interface Where {

    /** What such a line begins with. */
    String before(String path);

    /** Sorts mistakes: those of the file by line, then those of init-params. */
    int order();

    /** A line of the file, the first is 1. */
    record Line(String file, int number) implements Where {
        @Override
        public String before(String path) {
            return file + ":" + number + ": " + (path.isEmpty() ? "" : path + ": ");
        }

        @Override
        public int order() {
            return number;
        }
    }

    /** A filter's init-param. */
    record InitParam() implements Where {
        @Override
        public String before(String path) {
            return "init-param " + path + ": ";
        }

        @Override
        public int order() {
            return Integer.MAX_VALUE;
        }
    }
}
