// Where GraphiQL keeps its tabs and settings: in the page's memory, so that nothing outlives the page.

/** A storage as browsers have it, without any place on disk. */
export function memory() {
  const kept = new Map();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}
