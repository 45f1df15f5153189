import { defineFileGatherer } from '../../core/gather.ts';

// https://setuptools.pypa.io/en/latest/userguide/entry_point.html

/** `name = package.module:function`, as a string of its own or as a line of one. */
const entryPoint =
	/(?:^|["'])[ \t]*[\w.-]+[ \t]*=[ \t]*([A-Za-z_][\w.]*)[ \t]*:[ \t]*[A-Za-z_]\w*[ \t]*(?=["'\r\n])/gm;

/** Modules that `setup.py` starts as commands, found by the shape of an entry point; plug-ins look the same. */
export default defineFileGatherer({
	fact: 'consoleScripts',
	version: 1,
	wave: 'code',
	wants: path => /(?:^|\/)setup\.py$/.test(path),
	extract({ text }) {
		if (!text.includes('console_scripts')) return null;
		return [...text.matchAll(entryPoint)].map(([, module = '']) => module);
	},
});
