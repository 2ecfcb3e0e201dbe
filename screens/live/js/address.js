// Where the studio is for this page. A page that rehearses asks for the rehearsal: its commands reach no journal and nobody on air.

const rehearses = () => new URLSearchParams(globalThis.location?.search ?? '').get('rehearse') === '1';

/** The address of a question beside the socket, such as `word`, for a base such as `/live/` (default: the folder above this module). */
export function askUrl(base, path, query) {
  const url = new URL(path, new URL(base || '../', base ? location.href : import.meta.url));
  const all = rehearses() ? { ...query, rehearse: '1' } : query;
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return url;
}

/** The socket's address. */
export function socketUrl(base, token) {
  const url = askUrl(base, 'socket', { t: token ?? '' });
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
