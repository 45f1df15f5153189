import { expect, test } from 'vitest';
import { lineStartsOf } from '../../../source/core/text.ts';
import { createEngines } from '../../../source/engine/engines.ts';
import setupScript from '../../../source/facts/packaging/setup-script.ts';

const engines = createEngines([]);
const scriptOf = (text: string) =>
	setupScript.extract({ path: 'setup.py', text, lineStarts: lineStartsOf(text) }, engines, null);

test.each([
	['setup(name="a")', []],
	['NAME = "a"\nsetup(name=NAME, version=read())', []],
	['setup(name=about["title"], author=author(), url=None)', ['name', 'author', 'url']],
	['setup(python_requires=">=" + OLDEST)', ['python_requires']],
	['setup(extras_require={"dev": ["pytest"], "all": []})', []],
	['extras = {"dev": ["pytest"]}\nsetup(extras_require=extras)', []],
	['setup(extras_require=read_extras())', ['extras_require']],
	['setup(extras_require={"dev": read("dev.in")})', ['extras_require']],
	['setup(extras_require={":python_version<\'3\'": ["six"]})', ['extras_require']],
	['setup(extras_require={**base, "dev": ["pytest"]})', ['extras_require']],
])('%s works out %j', (text, wanted) => {
	expect(scriptOf(text)?.computed).toEqual(wanted);
});

test.each([
	['setup(name="a", version="1")', ['name', 'version']],
	['setup(**arguments)', 'unknown'],
])('%s is given %j', (text, wanted) => {
	expect(scriptOf(text)?.keywords).toEqual(wanted);
});
