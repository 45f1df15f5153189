import { nameIn } from '../../core/folders.ts';
import { defineFileGatherer, ParseError } from '../../core/gather.ts';
import type { IniBlock } from '../../edit/ini/read.ts';
import { readIni } from '../../edit/ini/read.ts';

const names = new Set([
	'.bandit',
	'.coveragerc',
	'.flake8',
	'.isort.cfg',
	'.mypy.ini',
	'.pep8',
	'.pycodestyle',
	'.pydocstyle',
	'.pylintrc',
	'.pytest.ini',
	'alembic.ini',
	'mypy.ini',
	'pylintrc',
	'pytest.ini',
	'setup.cfg',
	'tox.ini',
]);

/** A configuration of coverage that a run has to name: `.coveragerc_py313`, `coveragerc`. */
const variant = /(?:^|\/)(?:\.coveragerc[._-][\w.-]+(?<!\.toml)|coveragerc)$/;

const sectionOf = ({ line, options }: IniBlock) => ({
	line,
	options: Object.fromEntries(
		[...options].map(([key, { name, value, line: at, source }]) => [key, { name, value, line: at, source }]),
	),
});

export default defineFileGatherer({
	fact: 'ini',
	version: 2,
	wave: 'config',
	wants: path => (names.has(nameIn(path)) || variant.test(path)) && !/\{[{%]/.test(path),
	extract(file) {
		const reading = readIni(file.text);
		if (!reading.ok) throw new ParseError(reading.message, reading.line);
		const sections = [...reading.blocks].map(([name, block]) => [name, sectionOf(block)] as const);
		return { path: file.path, sections: Object.fromEntries(sections) };
	},
});
