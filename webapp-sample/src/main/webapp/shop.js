// The page asks the API and shows, for each call, what the cache in front of it did and how long the answer took.

const byId = id => document.getElementById(id);
const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** What is shown and under which ETag, by panel. */
const shown = new Map();
const calls = [];
let productId = 7;

function element(name, properties, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key === 'class') node.className = value;
    else if (key in node) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

// ---- calls -------------------------------------------------------------------------------------------------------------------

const basic = (user, password) => 'Basic ' + btoa(`${user}:${password}`);

/**
 * The browser's own cache stays out of it (`no-store`), so that every call reaches the server; the request directive keeps the browser
 * from adding `no-cache` of its own to such a call.
 */
async function call(method, path, { headers = {}, user, body } = {}) {
  const sent = { 'Cache-Control': 'max-age=31536000', ...headers };
  if (user) sent.Authorization = basic(user, user);
  if (body !== undefined) sent['Content-Type'] = 'application/json';
  const start = performance.now();
  let response;
  try {
    response = await fetch(path, {
      method, headers: sent, cache: 'no-store', credentials: 'omit', body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    const entry = { method, path, user, took: performance.now() - start,
      outcome: { kind: 'error', word: 'no answer', why: 'the server cannot be reached' } };
    record(entry);
    return entry;
  }
  const text = await response.text();
  const took = performance.now() - start;
  const entry = {
    method, path, user, took, status: response.status, age: response.headers.get('Age'), etag: response.headers.get('ETag'),
    outcome: outcomeOf(method, response),
  };
  record(entry);
  return { ...entry, value: text && response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : undefined };
}

/** The last cache in `Cache-Status` (RFC 9211): its name and its parameters. */
function cacheStatus(value) {
  const member = value.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+$/)?.[0] ?? '';
  const status = { name: member.match(/^\s*"?([^";\s]+)/)?.[1] };
  for (const [, key, quoted, token] of member.matchAll(/;\s*([a-z*][a-z0-9_.*-]*)(?:=(?:"((?:[^"\\]|\\.)*)"|([^;\s]+)))?/g)) {
    status[key] = quoted ?? token ?? true;
  }
  return status;
}

const REASONS = {
  'uri-miss': 'was not there', 'vary-miss': 'no such variant was there', miss: 'was not there', stale: 'had expired',
  request: 'the request wanted it fresh', method: 'this method is not cached', bypass: 'not cached',
};

const DETAILS = { far: 'from the store that nodes share', expired: 'evicted softly, is made anew' };

const duration = seconds => (seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${seconds} s`);

function outcomeOf(method, { status, headers }) {
  const field = headers.get('Cache-Status');
  const cache = field === null ? undefined : cacheStatus(field);
  const why = [];
  if (cache?.fwd) why.push(REASONS[cache.fwd] ?? cache.fwd);
  if (cache?.detail) why.push(DETAILS[cache.detail] ?? String(cache.detail).toLowerCase());
  if (cache?.collapsed) why.push('shared with another call');
  if (cache?.stored) why.push(`kept for ${duration(Number(cache.ttl))}`);
  else if (cache?.ttl !== undefined && cache.detail !== 'expired') why.push(Number(cache.ttl) < 0 ? `expired ${duration(-cache.ttl)} ago` : `good for ${duration(Number(cache.ttl))}`);
  const node = cache?.name && cache.name !== 'Etagere' ? [cache.name] : [];
  why.unshift(...node);
  const say = (kind, word) => ({ kind, word, why: why.join(' · '), cached: Boolean(cache?.hit) });
  if (status === 401 || status === 403) return { kind: 'error', word: String(status), why: 'refused before the cache was asked' };
  if (status >= 400) return say('error', String(status));
  if (method !== 'GET') return { kind: 'write', word: 'change', why: [...node, 'done by the shop; what it made out of date is evicted'].join(' · ') };
  if (status === 304) return say('same', '304');
  if (cache === undefined) return { kind: 'bypass', word: 'no cache', why: 'the cache said nothing' };
  if (cache.hit) return Number(cache.ttl) < 0 || cache.detail === 'expired' ? say('stale', 'stale') : say('hit', 'hit');
  return cache.fwd === 'bypass' || cache.fwd === 'method' ? say('bypass', 'bypass') : say('miss', 'miss');
}

// ---- the log -----------------------------------------------------------------------------------------------------------------

const MAX_CALLS = 100;
const SLOW = 800;
const millis = ms => (ms < 10 ? ms.toFixed(1) : Math.round(ms)) + ' ms';
const pill = outcome => element('span', { class: `pill ${outcome.kind}` }, outcome.word);

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length ? millis(sorted[Math.floor(sorted.length / 2)]) : '–';
}

function record(entry) {
  calls.push(entry);
  const facts = [entry.outcome.why];
  if (entry.age !== null && entry.age !== undefined) facts.push(`Age\u00a0${entry.age}\u00a0s`);
  if (entry.etag) facts.push(`ETag\u00a0${entry.etag.length > 10 ? entry.etag.slice(0, 7) + '…"' : entry.etag}`);
  const list = byId('calls-list');
  list.prepend(element('li', {},
    element('span', {}, pill(entry.outcome)),
    element('span', { class: 'what' }, `${entry.method} ${entry.path}${entry.user ? ` (${entry.user})` : ''}`),
    element('span', { class: 'took' }, millis(entry.took)),
    element('span', { class: 'why' }, facts.filter(Boolean).join(' · ')),
    element('meter', { min: 0, max: SLOW, value: Math.min(SLOW, entry.took), ariaHidden: 'true' })));
  while (list.children.length > MAX_CALLS) list.lastElementChild.remove();
  figures();
}

function figures() {
  const reads = calls.filter(entry => entry.method === 'GET' && entry.status < 400);
  const cached = reads.filter(entry => entry.outcome.cached);
  byId('calls').textContent = calls.length;
  byId('rate').textContent = reads.length ? Math.round(100 * cached.length / reads.length) + ' %' : '–';
  byId('fast').textContent = median(cached.map(entry => entry.took));
  byId('slow').textContent = median(reads.filter(entry => !entry.outcome.cached).map(entry => entry.took));
}

// ---- panels ------------------------------------------------------------------------------------------------------------------

/** Each panel: the path that it asks, and how it shows what came. */
const panels = {
  products: {
    path: () => 'api/products' + query({ category: byId('category').value, sort: byId('sort').value }),
    show(products) {
      byId('count').textContent = `${products.length} products`;
      byId('rows').replaceChildren(...products.map(product => element('tr', { class: product.id === productId ? 'chosen' : '', id: `row-${product.id}` },
        element('td', {}, element('button', { type: 'button', value: product.id }, product.name)),
        element('td', {}, product.category),
        element('td', { class: 'number' }, euros.format(product.price)),
        element('td', { class: product.stock < 5 ? 'number low' : 'number' }, String(product.stock)))));
    },
  },
  product: {
    path: () => `api/products/${productId}`,
    user: () => byId('user').value,
    show(product) {
      byId('product-title').textContent = product.name;
      byId('price').value = product.price.toFixed(2);
      byId('edit').href = `admin/products/${product.id}`;
      content('product',
        element('p', {}, product.description),
        element('p', { class: 'facts' }, element('span', { class: 'price' }, euros.format(product.price)),
          element('span', {}, `${product.stock} in stock`),
          element('span', { class: 'muted' }, `No. ${product.id} · changed ${dates.format(new Date(product.changed))}, ${times.format(new Date(product.changed))}`)),
        element('p', { class: 'offer muted' }, `For the department ${product.offer.department}: ${euros.format(product.offer.price)}, ${product.offer.note}.`));
    },
  },
  dashboard: {
    path: () => 'api/dashboard',
    user: () => byId('user').value,
    show(dashboard) {
      content('dashboard',
        element('p', { class: 'facts' }, element('span', { class: 'price' }, euros.format(dashboard.spent)),
          element('span', { class: 'muted' }, `${dashboard.customer}, ${dashboard.orders} orders · today ${euros.format(dashboard.today)}`)),
        table(['Placed', 'Product', 'Pieces', 'Each', 'Today'], dashboard.latest.map(order =>
          [days.format(new Date(order.placed)), order.name, order.quantity, euros.format(order.price), euros.format(order.today)]), 3));
    },
    refused: status => content('dashboard', element('p', { class: 'muted' }, status === 401
      ? 'Nobody is signed in: the container answers 401, whatever is in the cache. Choose a customer above.'
      : 'This is not a customer.')),
  },
  report: {
    path: () => 'api/report',
    show(report) {
      content('report',
        element('p', { class: 'muted' }, `Report ${report.run}, made at ${times.format(new Date(report.made))} in ${report.tookMillis} ms.`
          + ` On the shelves: ${euros.format(report.stockValue)}.`),
        table(['Category', 'Pieces', 'Revenue'], report.categories.map(line => [line.name, line.sold, euros.format(line.revenue)])));
    },
  },
};

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return given.length ? '?' + new URLSearchParams(given) : '';
}

function content(panel, ...children) {
  byId(panel).querySelector('.content').replaceChildren(...children);
}

/** @param numbers how many of the last columns hold numbers */
function table(heads, rows, numbers = 2) {
  const numeric = index => index > 0 && index >= heads.length - numbers;
  return element('div', { class: 'scroll' }, element('table', {},
    element('thead', {}, element('tr', {}, ...heads.map((head, i) => element('th', { scope: 'col', class: numeric(i) ? 'number' : '' }, head)))),
    element('tbody', {}, ...rows.map(cells => element('tr', {},
      ...cells.map((cell, i) => element('td', { class: numeric(i) ? 'number' : i === 0 ? 'first' : '' }, String(cell))))))));
}

async function load(name, { conditional } = {}) {
  const panel = panels[name];
  const path = panel.path();
  const user = panel.user?.();
  const key = `${user ?? ''} ${path}`;
  const before = shown.get(name);
  const headers = conditional && before?.key === key && before.etag ? { 'If-None-Match': before.etag } : {};
  const answer = await call('GET', path, { headers, user });
  byId(name).querySelector('.outcome').replaceChildren(pill(answer.outcome), millis(answer.took));
  if (answer.status === 200) {
    shown.set(name, { key, etag: answer.etag, value: answer.value });
    panel.show(answer.value);
  } else if (answer.status && answer.status !== 304) {
    shown.delete(name);
    panel.refused?.(answer.status);
  }
}

const refreshAll = () => Promise.all(Object.keys(panels).map(name => load(name)));
const afterWrite = () => Promise.all(['product', 'products', 'dashboard'].map(name => load(name)));

// ---- what people do ----------------------------------------------------------------------------------------------------------

for (const name of Object.keys(panels)) {
  byId(name).addEventListener('click', event => {
    const what = event.target.dataset?.do;
    if (what) load(name, { conditional: what === 'conditional' });
  });
}

byId('rows').addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  productId = Number(button.value);
  document.querySelector('tr.chosen')?.classList.remove('chosen');
  byId(`row-${productId}`)?.classList.add('chosen');
  load('product');
});

byId('price-form').addEventListener('submit', async event => {
  event.preventDefault();
  const product = shown.get('product')?.value;
  if (!product) return;
  const { name, category, stock } = product;
  await call('PUT', `api/products/${product.id}`, { user: 'admin', body: { name, category, stock, price: Number(byId('price').value) } });
  await afterWrite();
});

byId('buy').addEventListener('click', async () => {
  await call('POST', `api/products/${productId}/purchases`, { user: byId('user').value, body: { quantity: 1 } });
  await afterWrite();
});

const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/** The answer comes before the delivery does: a job of the server changes the product, and no request of ours tells the cache. */
byId('deliver').addEventListener('click', async () => {
  const path = `api/products/${productId}/deliveries`;
  const announced = await call('POST', path, { user: 'admin', body: { quantity: 12 } });
  for (let tries = 0; announced?.status === 202 && tries < 20; tries++) {
    await pause(100);
    const known = await call('GET', path);
    if (!known?.value?.some(delivery => delivery.id === announced.value.id && delivery.state === 'UNDER_WAY')) break;
  }
  await afterWrite();
});

byId('user').addEventListener('change', () => {
  byId('buy').disabled = byId('user').value === '';
  load('product');
  load('dashboard');
});
byId('category').addEventListener('change', () => load('products'));
byId('sort').addEventListener('change', () => load('products'));
byId('refresh').addEventListener('click', refreshAll);
byId('clear').addEventListener('click', () => {
  calls.length = 0;
  byId('calls-list').replaceChildren();
  figures();
});

const categories = await call('GET', 'api/categories');
byId('category').append(...(categories?.value ?? []).map(({ id, name, products }) => element('option', { value: id }, `${name} (${products})`)));
byId('buy').disabled = byId('user').value === '';
await refreshAll();
document.body.dataset.ready = 'true';
