package dev.etagere.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The page in a real browser (needs Chromium, or CHROME to say where one is)")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageTest {

    private static final String READY = "document.body.dataset.ready === 'true'";

    private Browser browser;
    private Running shop;

    @BeforeAll
    void startBrowser() throws Exception {
        Optional<Path> chromium = Browser.installed();
        assumeTrue(chromium.isPresent(), "no Chromium is installed in a usual place; CHROME=/path/to/it names another");
        browser = Browser.start(chromium.orElseThrow());
    }

    @AfterAll
    void closeBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        shop = SampleServer.start(ShopContract.WEBAPP, context -> { });
        browser.show(1280, 900, "light");
        browser.open(shop.uri(), READY);
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
    }

    @Test
    void everyPanelIsFilledAndTheFirstCallsAreMisses() throws Exception {
        assertThat(number("document.querySelectorAll('#rows tr').length")).isEqualTo(200);
        assertThat(text("#product-title")).isEqualTo("Walnut ladder shelf Duna");
        assertThat(text("#dashboard .content")).contains("Ana Prado");
        assertThat(text("#report .content")).contains("Report 1");
        for (String panel : new String[] {"products", "product", "dashboard", "report"}) {
            assertThat(text("#" + panel + " .pill")).as(panel).isEqualTo("miss");
        }
        assertThat(text("#calls")).isEqualTo("5");
    }

    @Test
    void reloadingShowsHitsAndAnUnchangedAnswer304() throws Exception {
        click("#report [data-do=reload]");
        browser.await("document.querySelector('#report .pill').textContent === 'hit'");
        assertThat(text("#calls-list li .why").replace('\u00a0', ' ')).contains("Age ", "good for", "ETag \"");

        click("#product [data-do=conditional]");
        browser.await("document.querySelector('#product .pill').textContent === '304'");
        assertThat(text("#product-title")).isEqualTo("Walnut ladder shelf Duna");
    }

    @Test
    void aChangedPriceIsSeenAtOnceInTheProductAndInTheList() throws Exception {
        browser.evaluate("document.querySelector('#price').value = '12.34'");
        click("#price-form [type=submit]");

        browser.await("document.querySelector('#product .price').textContent === '€12.34'");
        browser.await("document.querySelector('#row-7').textContent.includes('€12.34')");
        browser.await("document.querySelector('#dashboard .pill').textContent === 'hit'");
        assertThat(text("#products .pill")).isEqualTo("miss");
    }

    @Test
    void aDeliveryThatArrivesInTheBackgroundIsSeenInTheProductAndInTheList() throws Exception {
        int stock = number("Number(document.querySelector('#row-7 td:last-child').textContent)");
        click("#deliver");

        browser.await("document.querySelector('#product .facts').textContent.includes('" + (stock + 12) + " in stock')");
        browser.await("document.querySelector('#row-7 td:last-child').textContent === '" + (stock + 12) + "'");
    }

    @Test
    void anotherDepartmentSeesAnotherPrice() throws Exception {
        assertThat(text("#product .offer")).contains("department home", "€130.04");
        choose("#user", "cleo");
        browser.await("document.querySelector('#product .offer').textContent.includes('department trade: €117.04')");
    }

    @Test
    void aPurchaseIsSeenInTheOrders() throws Exception {
        browser.evaluate("document.querySelector('#category').value = 'garden';"
                + " document.querySelector('#category').dispatchEvent(new Event('change'))");
        browser.await("document.querySelectorAll('#rows tr').length === 25");
        click("#rows tr:nth-child(2) button");
        browser.await("document.querySelector('#product-title').textContent"
                + " === document.querySelector('#rows tr.chosen button').textContent");
        String bought = text("#product-title");

        click("#buy");
        browser.await("document.querySelector('#dashboard tbody tr').textContent.includes(" + quoted(bought) + ")");
    }

    @Test
    void anotherCustomerSeesOtherOrdersAndNobodyNone() throws Exception {
        choose("#user", "ben");
        browser.await("document.querySelector('#dashboard .content').textContent.includes('Ben Okafor')");
        choose("#user", "");
        browser.await("document.querySelector('#dashboard .pill').textContent === '401'");
        assertThat(text("#dashboard .content")).doesNotContain("Ben").contains("Nobody is signed in");
        assertThat(browser.evaluate("document.querySelector('#buy').disabled").asBoolean()).isTrue();
    }

    @Test
    void aServerThatIsGoneIsToldInThePanelThatAskedIt() throws Exception {
        shop.close();
        click("#product [data-do=reload]");
        browser.await("document.querySelector('#product .pill').textContent === 'no answer'");
        assertThat(text("#product-title")).isEqualTo("Walnut ladder shelf Duna");
        assertThat(text("#calls-list li .why")).contains("cannot be reached");
        assertThat(browser.evaluate("document.querySelector('#calls-list li .pill').getBoundingClientRect().right"
                + " <= document.querySelector('#calls-list li .what').getBoundingClientRect().left").asBoolean()).isTrue();
    }

    @Test
    void aHostileNameIsTextAndStaysInItsPlace() throws Exception {
        assertThat(number("""
                fetch('api/products/7', { method: 'PUT', headers: { 'Content-Type': 'application/json', Authorization: 'Basic '
                    + btoa('admin:admin') }, body: JSON.stringify({ name: '<img/src=x/onerror=document.title=1>'.repeat(2),
                    category: 'shelves', price: 1, stock: 1 }) }).then(answer => answer.status)""")).isEqualTo(200);
        click("#product [data-do=reload]");
        browser.await("document.querySelector('#product-title').textContent.startsWith('<img')");
        assertThat(number("document.querySelectorAll('img[src=x]').length")).isZero();
        assertThat(browser.evaluate("(() => { const words = document.createRange();"
                + " words.selectNodeContents(document.querySelector('#product-title')); return words.getBoundingClientRect().right"
                + " <= document.querySelector('#product .buttons').getBoundingClientRect().left; })()").asBoolean()).isTrue();
    }

    @ParameterizedTest(name = "{0} pixels wide, {1}")
    @CsvSource({"320,light", "390,dark", "768,light", "1024,dark", "1440,light", "2200,light"})
    void nothingIsCutOffAtTheSides(int width, String colors) throws Exception {
        browser.show(width, 900, colors);
        assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        assertThat(number("[...document.querySelectorAll('.panel')]"
                + ".filter(e => e.getBoundingClientRect().right > innerWidth).length")).isZero();
        assertThat(number("{ const e = document.querySelector('#dashboard .scroll'); e.scrollWidth - e.clientWidth }")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void textStandsOutFromWhatIsBehindIt(String colors) throws Exception {
        browser.show(1280, 900, colors);
        double least = browser.evaluate("""
                (() => {
                  const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
                  const light = color => {
                    brush.fillStyle = color;
                    brush.fillRect(0, 0, 1, 1);
                    const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data].map(v => v / 255)
                      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                  };
                  const value = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
                  const pill = tone => `color-mix(in srgb, ${tone} 14%, ${value('--panel')})`;
                  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
                  return Math.min(...['--ink', '--muted', '--accent', '--hit', '--same', '--stale', '--miss', '--bypass', '--error']
                    .flatMap(name => [value('--panel'), value('--paper'), pill(value(name))].map(behind => contrast(value(name), behind))));
                })()""").asDouble();
        assertThat(least).as("least contrast (WCAG 2.2, AA)").isGreaterThanOrEqualTo(4.5);
    }

    @Test
    void everyControlHasANameAndTheHeadingsAreInOrder() throws Exception {
        assertThat(number("[...document.querySelectorAll('button, select, input, a')]"
                + ".filter(e => !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label'))).length")).isZero();
        assertThat(text("html[lang=en] title")).isNotBlank();
        assertThat(number("document.querySelectorAll('main section[aria-labelledby] > header > h2, main aside > header > h2').length"))
                .isEqualTo(5);
    }

    private void click(String selector) throws Exception {
        browser.evaluate("document.querySelector(" + quoted(selector) + ").click()");
    }

    private void choose(String selector, String value) throws Exception {
        browser.evaluate("{ const e = document.querySelector(%s); e.value = %s; e.dispatchEvent(new Event('change')); }"
                .formatted(quoted(selector), quoted(value)));
    }

    private String text(String selector) throws Exception {
        return browser.evaluate("document.querySelector(" + quoted(selector) + ").textContent").asString();
    }

    private int number(String expression) throws Exception {
        return browser.evaluate(expression).asInt();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
