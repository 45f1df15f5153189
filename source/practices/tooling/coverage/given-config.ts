import { failUnderOf } from '../../../core/coverage.ts';
import type { Facts } from '../../../core/facts.ts';
import type { CiCommand } from '../../../core/facts/ci.ts';
import type { CoverageConfig } from '../../../core/facts/coverage.ts';
import { nameIn } from '../../../core/folders.ts';
import { valueOf } from '../../../core/pytest-options.ts';

// https://coverage.readthedocs.io/en/latest/cmd.html and https://pytest-cov.readthedocs.io/en/latest/config.html

/** The configuration that runs name in place of the one that coverage finds by itself. */
export interface GivenConfig {
	/** The least strict of them; null where none of them is read here. */
	readonly config: CoverageConfig | null;
	/** As written in the command. */
	readonly name: string;
	readonly command: CiCommand;
}

const usual = new Set(['.coveragerc', '.coveragerc.toml', 'setup.cfg', 'tox.ini', 'pyproject.toml']);

/** What commands give as the file to read; null where all of them leave it to coverage. */
export const givenConfigOf = (
	commands: readonly CiCommand[],
	{ namedCoverageConfigs }: Pick<Facts, 'namedCoverageConfigs'>,
): GivenConfig | null => {
	const given = commands.flatMap(command => {
		const name = valueOf(command.args, command.program === 'coverage' ? '--rcfile' : '--cov-config');
		return name === null || usual.has(nameIn(name)) ? [] : [{ name, command }];
	});
	const [first] = given;
	if (!first) return null;
	const known = given.flatMap(({ name }) =>
		namedCoverageConfigs.filter(({ path }) => nameIn(path) === nameIn(name)),
	);
	const [config = null] = known.toSorted((a, b) => (failUnderOf(a) ?? 0) - (failUnderOf(b) ?? 0));
	return { ...first, config };
};
