/**
 * `npm run -s groups -- PEOPLE WEEKS`: the plan that the group planner makes for so many people over so many weeks, all
 * of them always there: `{"plan": [[[person, …], …], …], "cost": n, "bound": n}`, people being numbered from 0.
 */
import { planAtOnce } from '#course/rules/group-plan.ts';
import { lowerBound } from '#course/rules/groups.ts';

const [people, weeks] = process.argv.slice(2).map(Number);
if (!isCount(people, 200) || !isCount(weeks, 100)) {
	console.error('npm run -s groups -- PEOPLE WEEKS, for instance 16 10: at most 200 people and 100 weeks');
	process.exit(1);
}
const { weeks: plan, cost } = planAtOnce(people, weeks, 1);
console.log(JSON.stringify({ plan, cost, bound: lowerBound(people, weeks) }));

function isCount(value: number | undefined, most: number): value is number {
	return value !== undefined && Number.isInteger(value) && value > 0 && value <= most;
}
