import type { Level } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import type { Found } from './standing.ts';
import { foundIn, isDeployFile, secretFinding, shownName } from './standing.ts';

const compose = /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/i;
/** Of a database that a build starts beside its tests, and throws away. */
const serviceName =
	/^(?:POSTGRES|PG|MYSQL|MARIADB|MONGO|REDIS|RABBITMQ|DB|DATABASE|TEST|MINIO|SA|MSSQL|KEYCLOAK|ELASTIC)_?/i;

const levelOf = ({ path, standing, site }: Found): Level => {
	if (standing === 'sample') return 'info';
	if (compose.test(path) || (serviceName.test(site.name ?? '') && path.includes('.github/'))) return 'warn';
	return site.isSure ? 'fail' : 'warn';
};

export default defineCheck({
	id: 'iac-ci',
	spec: '8.3/iac-ci',
	title: 'Templates, images and pipelines name secrets and hold none',
	failTitle: 'A template, image or pipeline holds a secret',
	severity: 'high',
	scope: 'repository',
	needs: ['secrets', 'files', 'templates'],
	check(facts) {
		if (![...facts.files.keys()].some(path => isDeployFile(path, facts)))
			return notApplicable('no template, image or pipeline is in this repository');
		const found = foundIn(facts).filter(
			({ path, site }) => site.kind === 'assigned' && isDeployFile(path, facts),
		);
		return verdictOf(
			found.map(one =>
				secretFinding(one.path, one.site, levelOf(one), {
					message: `A literal that looks like a secret is set${shownName(one.site)}`,
					expected:
						'a dynamic reference, a secret of the pipeline, or a parameter with `NoEcho` and no default',
					isLikely: true,
				}),
			),
			'what templates, images and pipelines set holds no literal that could be a secret',
		);
	},
});
