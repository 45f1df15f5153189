import type { NamedPython, Packaging } from '../../source/core/facts/packaging.ts';
import type { FixerInput } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import { nameOfMinor, wantedMinor } from '../../source/core/python-versions.ts';
import { defineFixer } from '../define.ts';
import { pythonPlaceFiles } from '../touches.ts';
import { isForPerson, pythonEdits } from './python-edits.ts';

// https://docs.astral.sh/ruff/settings/#target-version and https://mypy.readthedocs.io/en/stable/config_file.html

type Input = Pick<FixerInput<'packaging'>, 'facts' | 'project' | 'findings'>;

/** What every place should name: the oldest Python that is declared, or 3.13 where that is not older. */
const goalOf = ({ declared }: Packaging): number => declared[0]?.minors?.[0] ?? wantedMinor;

/** The places that the findings are about. */
const foundPlaces = ({ facts, project, findings }: Input): readonly NamedPython[] =>
	(facts.packaging.get(project.path)?.named ?? []).filter(({ at, version, source }) =>
		findings.some(
			finding =>
				finding.at.path === at.path &&
				finding.at.line === at.line &&
				(finding.message.includes(version) || finding.found === source),
		),
	);

const isDeployed = ({ use }: NamedPython): boolean => use === 'deploy';

export default defineFixer({
	id: 'align-python-places',
	title: 'Name the declared Python version everywhere',
	checks: ['python-version/agreement'],
	safety: 'guided',
	needs: ['packaging', 'toolPins'],
	touches: pythonPlaceFiles,
	after: ['raise-python-floor'],
	safetyNote:
		'Only places that contradict the manifest change: what tools take for granted, what is tested and what is advertised. ' +
		'Base images and runtimes change only when told to.',
	isReady: (finding, { facts, project }) =>
		foundPlaces({ facts, project, findings: [finding] }).some(place => !isForPerson(place)),
	questions(input) {
		const deployed = foundPlaces(input).filter(isDeployed);
		if (deployed.length === 0) return [];
		return [
			{
				id: 'deploy',
				prompt: `Change ${deployed.length === 1 ? 'the base image or runtime' : `${deployed.length} base images and runtimes`} too?`,
				explanation: 'The next deployment then runs on another Python.',
				kind: { type: 'yes-no' },
				fallback: 'no',
			},
		];
	},
	reads: input => [...new Set(foundPlaces(input).map(({ at }) => at.path))],
	plan(input) {
		const packaging = input.facts.packaging.get(input.project.path);
		if (!packaging) return declined('nothing is known of the project');
		const floor = goalOf(packaging);
		const found = foundPlaces(input);
		const tools = found.filter(place => !isDeployed(place));
		const deployed = input.answers['deploy'] === 'yes' ? found.filter(isDeployed) : [];
		if (tools.length + deployed.length === 0) {
			return declined(
				found.length > 0
					? 'base images and runtimes stay as they are'
					: 'the manifests differ, and which is right is for you to say',
			);
		}
		// Tools name the floor; a deployment is not moved to a Python that the checklist calls old.
		const goal = deployed.length > 0 ? Math.max(floor, wantedMinor) : floor;
		if (goal !== floor && tools.length > 0)
			return declined(`the declared version is older than ${nameOfMinor(wantedMinor)}; raise it first`);
		const made = pythonEdits(input.texts, [...tools, ...deployed], goal, input.facts);
		if (typeof made === 'string') return declined(made);
		const [edit, ...more] = made.edits;
		if (!edit) return declined('the places are written in a way that this cannot change');
		return {
			outcome: 'plan',
			summary: `name Python ${nameOfMinor(goal)} in every place`,
			area: 'python',
			changed: [`Places that named another Python name ${nameOfMinor(goal)}.`],
			atRunTime:
				deployed.length > 0 ? `The next deployment runs on Python ${nameOfMinor(goal)}.` : 'Nothing.',
			followUps: made.left.map(({ at, version }) => `Look at ${at.path}:${at.line ?? 0} (${version})`),
			edits: [edit, ...more],
			...(made.dropsComments.length > 0 ? { dropsComments: made.dropsComments } : {}),
		};
	},
});
