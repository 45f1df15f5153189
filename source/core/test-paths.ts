const testFile = /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|tests)\.py$|(?:^|\/)tests?\/.*\.py$/;
const byImports = /(?:^|\/)(?:specs?\/.*|test)\.py$/;

/** Whether a path is that of a test or of what tests share, by the names that pytest and people use. */
export const isTestPath = (path: string): boolean => testFile.test(path);

/** The same, and what is one only where its imports say so: `spec/orders.py`, `test.py`. */
export const mayBeTestPath = (path: string): boolean => isTestPath(path) || byImports.test(path);
