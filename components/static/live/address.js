export function keep(name, value) { // in the address: a reload is harmless, and a link shows the same
  const here = new URL(location);
  value ? here.searchParams.set(name, value) : here.searchParams.delete(name);
  history.replaceState(history.state, "", here.href.replaceAll("%2C", ","));
}
