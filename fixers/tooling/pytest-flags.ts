import { valueAt } from '../../source/core/data.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { PytestConfig } from '../../source/core/facts/tools.ts';
import { declined } from '../../source/core/fixer.ts';
import { insertOption, setOption } from '../../source/edit/ini.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { appendLines, appendToArray, putValue, setValue } from '../../source/edit/toml.ts';

const keysOf = (section: string): readonly string[] => section.split('/').slice(1);

/** Gives every run of pytest some flags more, behind those that its configuration has, as that is written. */
export const withFlags = (
	facts: Pick<Facts, 'toml' | 'ini'>,
	config: PytestConfig,
	flags: readonly string[],
	text: string,
): EditResult => {
	if (config.dialect === 'ini') {
		const parsed = facts.ini.get(config.path);
		const option = parsed?.ok ? parsed.value.sections[config.section]?.options['addopts'] : undefined;
		if (!parsed?.ok || !parsed.value.sections[config.section])
			return declined(`\`${config.path}\` has no section \`[${config.section}]\``);
		if (!option) return insertOption(text, config.section, 'addopts', flags.join(' '));
		const glue = option.value.includes('\n') ? '\n' : ' ';
		return setOption(
			text,
			config.section,
			'addopts',
			[option.value, ...flags].filter(part => part !== '').join(glue),
		);
	}
	const parsed = facts.toml.get(config.path);
	const path = [...keysOf(config.section), 'addopts'];
	const present = parsed?.ok ? valueAt(parsed.value.value, path) : undefined;
	if (Array.isArray(present)) return appendToArray(text, path, flags);
	if (present === undefined)
		return putValue(text, path, config.dialect === 'native' ? [...flags] : flags.join(' '));
	if (typeof present !== 'string') return declined('`addopts` is neither a text nor a list');
	if (present.includes('\n')) return appendLines(text, path, flags);
	return setValue(text, path, [present, ...flags].filter(part => part !== '').join(' '));
};
