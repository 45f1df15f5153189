const testFile = /(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|tests)\.py$|(?:^|\/)tests?\/.*\.py$/;

/** Whether a path is that of a test or of what tests share, by the names that pytest and people use. */
export const isTestPath = (path: string): boolean => testFile.test(path);
