import { defineCheck, manual, notApplicable, pass } from '../../../core/practice.ts';
import { enforcedOf } from './enforced.ts';
import { coverageNeeds, ownCoveringOf, isInUse, shownPlace, unmeasured } from './scope.ts';

const domainFolder = /(^|\/)(?:domain|core|logic|services|usecases|use_cases)\//;

export default defineCheck({
	id: 'domain',
	spec: '2.5d',
	title: 'Domain modules are covered up to the limit',
	failTitle: 'Whether domain modules are covered up to the limit is not known',
	severity: 'low',
	scope: 'project',
	needs: coverageNeeds,
	check(facts, project) {
		const covering = ownCoveringOf(facts, project);
		if ('status' in covering) return covering;
		if (!isInUse(covering)) return notApplicable(unmeasured);
		const { limit } = covering;
		const { gate, configured, parts } = enforcedOf(covering);
		if (gate && gate.percent >= limit)
			return pass(`all of the code is held to ${gate.percent} % in ${shownPlace(gate.at)}`);
		const part = parts.find(
			({ include, percent }) =>
				percent >= limit && domainFolder.test(`${include.replaceAll('*', '').replaceAll('.', '/')}/`),
		);
		if (part) return pass(`${shownPlace(part.at)} has \`${part.text}\``);
		if (!gate && !configured && parts.length === 0) {
			return notApplicable(
				covering.hidden.length > 0
					? 'no threshold is set as far as can be seen here; `coverage/threshold` asks for it'
					: 'no threshold is set at all, as `coverage/threshold` says',
			);
		}
		const folders = new Set(
			[...facts.files.values()].flatMap(({ path, role, project: owner }) => {
				if (role !== 'prod' || !path.endsWith('.py') || (owner ?? '.') !== project.path) return [];
				const match = domainFolder.exec(path);
				return match ? [path.slice(0, match.index + match[0].length - 1)] : [];
			}),
		);
		const [first] = folders;
		return manual(
			first === undefined
				? `Are the modules that hold the business rules covered to ${limit} %?`
				: `Is \`${first}\` covered to ${limit} %?`,
		);
	},
});
