package dev.etagere.sample;

import dev.etagere.sample.Client.Answer;
import dev.etagere.sample.Client.Extra;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A curl command of the documentation, as far as the documentation uses curl.
 *
 * @param port that the documentation asks
 * @param path within the sample
 */
record CurlCommand(int port, String path, List<Extra> extras) {

    private static final Pattern ADDRESS = Pattern.compile("http://localhost:(\\d+)/(.*)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static CurlCommand parse(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        int port = 0;
        String path = "";
        String method = "GET";
        String content = "";
        List<Extra> extras = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "curl", "-i" -> { }
                case "-u" -> extras.add(Client.as(words.get(++i).split(":")[0]));
                case "-X" -> method = words.get(++i);
                case "-d" -> content = words.get(++i);
                case "-H" -> {
                    String[] field = words.get(++i).split(": ", 2);
                    extras.add(Client.header(field[0], field[1]));
                }
                default -> {
                    Matcher address = ADDRESS.matcher(words.get(i));
                    if (!address.matches()) {
                        throw new IllegalArgumentException("not understood: " + words.get(i) + " in " + line);
                    }
                    port = Integer.parseInt(address.group(1));
                    path = address.group(2);
                }
            }
        }
        if (!content.isEmpty()) {
            extras.add(0, Client.json(method, content));
        }
        return new CurlCommand(port, path, extras);
    }

    Answer run(Client client) throws Exception {
        return client.get(path, extras.toArray(Extra[]::new));
    }
}
