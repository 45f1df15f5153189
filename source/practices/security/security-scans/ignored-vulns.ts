import { commandLine, gatesOf } from '../../../core/ci.ts';
import { isList, isTable } from '../../../core/data.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { scanners } from './sca-gate.ts';

const ignoring = /^--ignore-vulns?(?:=|$)/;

export default defineCheck({
	id: 'ignored-vulns',
	spec: '8.1/ignored-vulns',
	title: 'Vulnerabilities that are ignored have a reason or an end',
	failTitle: 'Vulnerabilities are ignored without a reason or an end',
	severity: 'low',
	scope: 'repository',
	needs: ['ci', 'toml'],
	check(facts) {
		const { gates, soft } = gatesOf(facts.ci, scanners, { scheduled: true });
		const commands = [...gates, ...soft];
		const configs = [...facts.toml].filter(([path]) => /(?:^|\/)osv-scanner\.toml$/.test(path));
		if (commands.length === 0 && configs.length === 0)
			return notApplicable('no pipeline scans the dependencies');
		const onLine = commands
			.filter(({ args }) => args.some(word => ignoring.test(word)))
			.map((command): Finding => ({
				level: 'warn',
				message: `\`${commandLine(command)}\` ignores a vulnerability for good`,
				confidence: 'certain',
				at: { path: command.path, line: command.line },
				expected: 'a comment that says why, and a date to look again',
				key: `ignored ${commandLine(command)}`,
			}));
		const inFile = configs.flatMap(([path, parsed]): Finding[] => {
			if (!parsed.ok) return [];
			const listed = parsed.value.value['IgnoredVulns'];
			return (isList(listed) ? listed : []).flatMap((entry): Finding[] => {
				if (!isTable(entry) || entry['reason'] !== undefined || entry['ignoreUntil'] !== undefined) return [];
				const id = typeof entry['id'] === 'string' ? entry['id'] : 'a vulnerability';
				return [
					{
						level: 'warn',
						message: `\`${id}\` is ignored without a reason or an end`,
						confidence: 'certain',
						at: { path },
						expected: '`reason` or `ignoreUntil`',
						key: `ignored ${id}`,
					},
				];
			});
		});
		return verdictOf([...onLine, ...inFile], 'nothing that a scan could find is ignored without a word');
	},
});
