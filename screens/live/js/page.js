// A plain page around one live screen: reads the link, mounts the screen, keeps the phone awake.

/** Mount with what the address says: `t`, `lang`, `theme`, `focus`, `place`, `with`. */
export function start(mount) {
  const query = new URLSearchParams(location.search);
  const options = Object.fromEntries(['lang', 'theme', 'focus', 'layout', 'parts', 'place', 'safe', 'with'].map((name) => [name, query.get(name) ?? undefined]));
  const root = document.getElementById('root');
  const unmount = mount(root, { ...options, token: query.get('t') ?? '' });
  const follow = () => {
    const lang = root.querySelector('.cc')?.getAttribute('lang');
    if (lang) document.documentElement.lang = lang;
  };
  follow();
  new MutationObserver(follow).observe(root, { subtree: true, attributeFilter: ['lang'] });
  stayAwake();
  addEventListener('pagehide', unmount, { once: true });
  addEventListener('pageshow', (event) => event.persisted && location.reload());
}

/** A screen that sleeps is a frozen screen. Only secure pages may ask; elsewhere the device's own setting rules. */
function stayAwake() {
  if (!navigator.wakeLock) return;
  const ask = () => document.visibilityState === 'visible' && navigator.wakeLock.request('screen').catch((error) => {
    console.info('The screen may sleep:', error.message);
  });
  document.addEventListener('visibilitychange', ask);
  ask();
}
