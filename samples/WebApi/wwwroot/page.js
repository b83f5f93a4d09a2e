const rowsShown = 100;
const number = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const hour = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const byId = id => document.getElementById(id);
const copyOf = id => byId(id).content.firstElementChild.cloneNode(true);

function bytes(count) {
  return count < 1024 ? `${count} B` : `${number.format(Math.round(count / 102.4) / 10)} KiB`;
}

function say(text) {
  byId('status').textContent = text;
}

// Resolves to whether it was done; what went wrong is said.
async function post(path, content) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(content ?? {}),
    });
    if (!response.ok) {
      say(`That failed: the application answered ${response.status}.`);
    }
    return response.ok;
  } catch {
    say('That failed: the application does not answer.');
    return false;
  }
}

async function postAndSay(path, text) {
  if (await post(path)) {
    say(text);
  }
}

function ask(login, resource, forceRefresh) {
  say('');
  return post(`users/${encodeURIComponent(login)}/requests`, { path: resource.path, forceRefresh });
}

function makeButton(button, login, resource, forceRefresh) {
  button.setAttribute('aria-label', `${button.textContent}: ${resource.title} of ${login}`);
  button.addEventListener('click', () => ask(login, resource, forceRefresh));
}

function makeResource(login, resource) {
  const item = copyOf('resource-template');
  item.querySelector('strong').textContent = resource.title;
  item.querySelector('code').textContent = resource.path;
  item.querySelector('small').textContent = resource.lifetime > 0 ? `fresh for ${resource.lifetime} s` : 'stale at once';
  makeButton(item.querySelector('.get'), login, resource, false);
  makeButton(item.querySelector('.force'), login, resource, true);
  return item;
}

function makeUser(login, index, resources) {
  const card = copyOf('user-template');
  card.id = login;
  card.dataset.user = index;
  card.querySelector('h2').textContent = login;
  card.querySelector('.meter').setAttribute('aria-label', `Quota of ${login}`);
  const purge = card.querySelector('.purge');
  purge.setAttribute('aria-label', `${purge.textContent}: what is kept for ${login}`);
  purge.addEventListener('click', () => postAndSay(
    `users/${encodeURIComponent(login)}/purge`, `What was kept for ${login} is not used any more.`));
  card.querySelector('ul').append(...resources.map(resource => makeResource(login, resource)));
  return card;
}

function showUser({ login, quota }) {
  const card = byId(login);
  card.querySelector('.quota').textContent = quota
    ? `${quota.remaining} of ${quota.limit} requests left until ${hour.format(new Date(quota.reset))}`
    : 'quota not known yet';
  if (quota) {
    const meter = card.querySelector('.meter');
    meter.ariaValueMax = quota.limit;
    meter.ariaValueNow = quota.remaining;
    meter.classList.toggle('low', quota.remaining < quota.limit / 4);
    meter.firstElementChild.style.width = `${100 * quota.remaining / quota.limit}%`;
  }
}

function showState(state) {
  const { users, resources, totals } = state;
  if (!byId('users').childElementCount) {
    byId('users').append(...users.map(({ login }, index) => makeUser(login, index, resources)));
  }
  users.forEach(showUser);
  byId('total-requests').textContent = number.format(totals.requests);
  byId('total-quota').textContent = number.format(totals.quotaSaved);
  byId('total-quota-of').textContent = `of ${number.format(totals.requests)}`;
  byId('total-bytes').textContent = bytes(totals.bytesSaved);
  byId('total-mixed').textContent = number.format(totals.mixedUp);
  byId('kept').textContent = number.format(state.keptEntries);
  byId('kept-bytes').textContent = `in ${bytes(state.keptBytes)}`;
  byId('offline').textContent = state.isOffline ? 'Bring the origin back' : 'Take the origin offline';
  document.body.classList.toggle('offline', state.isOffline);
}

function makeRow(exchange) {
  const row = copyOf('row-template');
  const cell = selector => row.querySelector(selector);
  row.dataset.user = byId(exchange.user).dataset.user;
  cell('.time').textContent = clock.format(new Date(exchange.time));
  cell('.user').textContent = exchange.user;
  cell('.request code').textContent = exchange.request;
  cell('.status').textContent = exchange.status ?? '–';
  cell('.outcome span').textContent = exchange.outcome;
  cell('.outcome').dataset.outcome = exchange.outcome;
  cell('.why code').textContent = exchange.reason;
  cell('.why code').title = exchange.explanation ?? exchange.sentence;
  cell('.why small').textContent = exchange.sentence;
  cell('.owner span').textContent = exchange.dataOf ?? '–';
  cell('.owner small').textContent = exchange.dataOf === null ? '' : `edition ${exchange.edition}`;
  cell('.owner').classList.toggle('wrong', exchange.dataOf !== null && exchange.dataOf !== exchange.user);
  cell('.quota').textContent = exchange.quotaSaved;
  cell('.bytes').textContent = number.format(exchange.bytesSaved);
  cell('.age').textContent = exchange.lifetime === null ? '–'
    : `${exchange.age === null ? 0 : Math.floor(exchange.age)} of ${exchange.lifetime} s`;
  cell('.took').textContent = `${exchange.milliseconds.toFixed(1)} ms`;
  return row;
}

function showExchanges({ isWhole, exchanges }) {
  const body = byId('requests').tBodies[0];
  const rows = exchanges.map(makeRow);
  if (isWhole) {
    body.replaceChildren(...rows);
  } else {
    rows.forEach(row => row.classList.add('new'));
    body.prepend(...rows);
    while (body.rows.length > rowsShown) {
      body.lastElementChild.remove();
    }
  }
  byId('empty').hidden = body.rows.length > 0;
}

function showLive(state, text) {
  byId('live').dataset.state = state;
  byId('live').firstElementChild.textContent = text;
}

function connect() {
  // When the connection is lost, the browser connects again, and gets the whole first.
  const events = new EventSource('events');
  events.onopen = () => showLive('live', 'Live');
  events.onerror = () => showLive('connecting', 'Connecting');
  events.onmessage = ({ data }) => {
    const update = JSON.parse(data);
    showState(update.state);
    showExchanges(update);
  };
}

byId('purge').addEventListener('click', () => postAndSay('purge', 'Nothing is kept any more.'));
byId('change').addEventListener('click', () => postAndSay('origin/change', 'The origin has a new edition of everything.'));
byId('offline').addEventListener('click', () => document.body.classList.contains('offline')
  ? postAndSay('origin/online', 'The origin answers again.')
  : postAndSay('origin/offline', 'The origin does not answer.'));

showLive('connecting', 'Connecting');
connect();
