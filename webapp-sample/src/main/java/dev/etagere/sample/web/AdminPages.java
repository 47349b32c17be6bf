package dev.etagere.sample.web;

import dev.etagere.sample.shop.Category;
import dev.etagere.sample.shop.Product;
import dev.etagere.sample.shop.ProductRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The administrator's pages as HTML. */
final class AdminPages {

    private AdminPages() {
    }

    /** What a form shows: as the database has it, or as it was sent and refused. */
    record Fields(int id, String name, String category, String price, String stock) {
        static Fields of(Product product) {
            return new Fields(product.id(), product.name(), product.category(), product.price().toPlainString(),
                    Integer.toString(product.stock()));
        }
    }

    /** @param root the context path */
    static String list(String root, List<ProductRow> products, Optional<String> saved) {
        String rows = products.stream().map(product -> """
                <tr>
                  <td class="number">%1$d</td>
                  <td><a href="%5$s/admin/products/%1$d">%2$s</a></td>
                  <td>%3$s</td>
                  <td class="number">%4$s</td>
                  <td class="number">%6$d</td>
                </tr>
                """.formatted(product.id(), Html.escape(product.name()), Html.escape(product.category()), product.price().toPlainString(),
                root, product.stock())).collect(Collectors.joining());
        String note = saved.map(name -> "<p class=\"note\" role=\"status\">Saved: " + Html.escape(name)
                + ". Its page and every list show it from now on.</p>").orElse("");
        return page(root, "Products", note + """
                <div class="scroll">
                <table>
                  <thead>
                    <tr>
                      <th class="number">No.</th><th>Name</th><th>Category</th><th class="number">Price, €</th><th class="number">Stock</th>
                    </tr>
                  </thead>
                  <tbody>
                """ + rows + """
                  </tbody>
                </table>
                </div>
                """);
    }

    static String form(String root, Fields product, List<Category> categories, String token, Map<String, String> problems) {
        return page(root, "Product " + product.id(), """
                <form method="post" action="%s/admin/products/%d">
                  <input type="hidden" name="csrf" value="%s">
                """.formatted(root, product.id(), Html.escape(token))
                + field("name", "Name", problems, input("name", product.name(), "maxlength=\"120\"", problems))
                + field("category", "Category", problems, select(product.category(), categories, problems))
                + field("price", "Price in euros", problems, input("price", product.price(), "inputmode=\"decimal\"", problems))
                + field("stock", "Pieces in stock", problems, input("stock", product.stock(), "inputmode=\"numeric\"", problems))
                + """
                  <p><button type="submit">Save</button> <a href="%s/admin">Back to the list</a></p>
                </form>
                """.formatted(root));
    }

    static String message(String root, String title, String text) {
        return page(root, title, "<p>" + Html.escape(text) + "</p>");
    }

    private static String field(String name, String label, Map<String, String> problems, String input) {
        String problem = problems.containsKey(name)
                ? "<span class=\"problem\" id=\"%s-problem\">%s</span>".formatted(name, Html.escape(problems.get(name))) : "";
        return "<p><label for=\"%s\">%s</label>%s%s</p>\n".formatted(name, label, input, problem);
    }

    private static String input(String name, String value, String attributes, Map<String, String> problems) {
        return "<input id=\"%1$s\" name=\"%1$s\" required %2$s value=\"%3$s\"%4$s>".formatted(name, attributes, Html.escape(value),
                described(name, problems));
    }

    private static String select(String chosen, List<Category> categories, Map<String, String> problems) {
        String options = categories.stream().map(category -> "<option value=\"%s\"%s>%s</option>".formatted(Html.escape(category.id()),
                category.id().equals(chosen) ? " selected" : "", Html.escape(category.name()))).collect(Collectors.joining());
        return "<select id=\"category\" name=\"category\"%s>%s</select>".formatted(described("category", problems), options);
    }

    private static String described(String name, Map<String, String> problems) {
        return problems.containsKey(name) ? " aria-invalid=\"true\" aria-describedby=\"%s-problem\"".formatted(name) : "";
    }

    private static String page(String root, String title, String content) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                  <meta charset="utf-8">
                  <meta name="viewport" content="width=device-width, initial-scale=1">
                  <meta name="color-scheme" content="light dark">
                  <title>%1$s · Étagère &amp; Co.</title>
                  <link rel="icon" href="%2$s/icon.svg" type="image/svg+xml">
                  <link rel="stylesheet" href="%2$s/shop.css">
                </head>
                <body class="admin">
                  <header class="top">
                    <a class="brand" href="%2$s/"><img src="%2$s/icon.svg" alt="" width="32" height="32">Étagère &amp; Co.</a>
                    <p class="tagline">Administration</p>
                  </header>
                  <main class="panel">
                    <h1>%1$s</h1>
                """.formatted(Html.escape(title), root) + content + """
                  </main>
                </body>
                </html>
                """;
    }
}
