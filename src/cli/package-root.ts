/** Where this package lies: holds `dist/` and `images/`, in a clone and when installed alike. */
export const packageRoot = new URL('../../../', import.meta.url);
