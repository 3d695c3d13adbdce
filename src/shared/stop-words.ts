/**
 * Words that say how a sentence is built and not what it is about, by language. Short on purpose: words that matter in a consultation
 * (important, need, information, system, must) are not on it, and each forum can add to it or count a word of it.
 */
const LISTS: Readonly<Record<string, string>> = {
  en: `a about above across after again against all along already also although always am among an and another any anybody anyone are aren't around as at away be because been before behind being below between both but by
    can can't cannot could couldn't did didn't do does doesn't doing don't done down during each either else enough etc even ever every everybody everyone few for from further had hadn't has hasn't have haven't having he her here hers herself him himself his how however
    i if in indeed instead into is isn't it its itself just least less let like many may maybe me might mine more moreover most much my myself neither never no nobody nor not nothing now of off often on once one only onto or other others our ours ourselves out over own
    per perhaps quite rather same shall she should shouldn't since so some somebody someone something still such than that the their theirs them themselves then there therefore these they this those though through thus to too toward towards under until up upon us very
    was wasn't we well were weren't what whatever when where whereas whether which while who whoever whole whom whose why will with within without won't would wouldn't yet you your yours yourself`,
  fr: `à afin ai ainsi alors après as au aucun aucune aujourd'hui auquel aussi autre autres aux auxquelles auxquels avait avant avec avoir ayant c car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez ci comme comment contre d dans de depuis des dès deux devant doit donc dont du duquel
    elle elles en encore entre est et étaient était étant été être eu eux fait faire fut il ils j je jusque l la laquelle là le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais malgré me même mêmes mes moi moins mon n ne ni non nos notre nous on ont or ou où
    par parce parmi pas pendant peu peut peuvent plus plusieurs plutôt pour pourquoi pourrait puis puisque qu quand que quel quelle quelles quelque quelques quels qui quoi s sa sans se selon sera seront ses si sinon soit son sont sous souvent sur t ta tandis te tel telle telles tels tes toi ton toujours tous tout toute toutes très tu
    un une vers voici voilà vos votre vous y`,
  es: `a al algo algún alguna algunas alguno algunos ambos ante antes aquel aquella aquellas aquellos aquí así aun aún aunque bajo bien cada casi como cómo con contra cual cuál cuales cualquier cuando cuándo cuanto cuyo cuya de debe deben del desde después donde dónde dos durante e el él ella ellas ellos en entre era eran es esa esas ese eso esos esta está estaba están estar estas este esto estos fue fueron
    ha había haber hacia han hasta hay hemos la las le les lo los luego más me mediante menos mi mientras mis mismo misma muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o otra otras otro otros para pero poco por porque pues puede pueden que qué quien quién quienes se sea sean según ser será si sí sido siempre sin sino sobre solo sólo son su sus tal también tampoco tan tanto te tener tiene tienen toda todas todo todos
    tras tu tus un una unas uno unos usted ustedes y ya yo`,
  pt: `a à ao aos após até as às assim através cada com como da das de desde deve devem do dos e é ela elas ele eles em entre era essa essas esse esses esta está estão estas este estes eu foi foram há isso isto já la lhe mais mas me mesmo minha muito na nas não nem no nos nós nossa nosso num numa o os ou outra outras outro outros para pela pelas pelo pelos pode podem por porque quais qual quando que quem
    são se seja sem ser seu seus só sobre sua suas também te tem têm toda todas todo todos um uma você vocês`,
  ru: `а без более больше будет будут будто бы был была были было быть в вам вас ведь весь во вот все всего всех всё вы где да даже для до его ее её если есть еще ещё же за здесь и из или им ими их к как какая какие какой когда которая которого которое которой которую которые который которых кто ли либо лишь между меня мне многие может могут можно мой мы на над надо наш наша наше наши не него нее ней нет ни них но ну
    о об однако он она они оно от очень по под после потом потому при про раз с сам сама сами свой своего своей свои со так также такая такие такой там те тем то того тоже той только том тот ту тут ты у уже хотя чего чей чем через что чтобы эта эти этих это этого этой этом этот эту я является являются`,
  ar: `أن إن أو أي أيضا إذا إذ إلا إلى أما أنه أنها أنهم إنه إنها أكثر أقل بعد بعض بل بما بين تكون تلك ثم حتى حول حيث خلال دون ذات ذلك سوف ضد ضمن عبر عدم عن عند عندما على غير فإن فقط في فيها فيه قبل قد قد كان كانت كل كلما كما كي لا لأن لذلك لقد لكن لكل لم لن له لها لهم لو ليس ما مثل مع من منذ منها منه نحو نفس هذا هذه هم هنا هناك هو هي وأن وإن وقد وكان وفي ولا ولم ومن وهو وهي وما وعلى وإلى يتم يجب يكون يمكن التي الذي الذين`,
  zh: `我们 你们 他们 她们 它们 自己 这个 那个 这些 那些 这里 那里 这样 那样 什么 怎么 怎样 如何 为了 因为 所以 但是 而且 或者 以及 并且 如果 虽然 不仅 还是 就是 可以 可能 应该 应当 需要 必须 能够 已经 正在 通过 根据 关于 对于 由于 其中 其他 一个 一些 一种 没有 不是 不能 不会 非常 更加 同时 之间 之后 之前 以下 以上 等等 进行 成为 作为 使得 例如 包括 目前 现在`,
  de: `aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus bei beim bereits bis bzw da dabei dadurch dafür damit dann daran darauf darin das dass daß dazu dem den denen denn der deren des dessen die dies diese diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines er es etwa für gegen hat haben hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jedoch kann kein keine keinen können könnte man mehr mein mit muss müssen nach nicht nichts noch nun nur ob oder ohne
    sehr sein seine seinem seinen seiner seit sich sie sind so sollen sollte sollten sondern sowie um und uns unser unsere unter vom von vor war waren was weil welche welchem welchen welcher welches wenn wer werden wie wieder wir wird wo wurde wurden zu zum zur zwar zwischen über`,
}

const made = new Map<string, ReadonlySet<string>>()

/** The words left out of a language's counts; none for a language without a list here. */
export function stopWords(language: string): ReadonlySet<string> {
  const known = made.get(language)
  if (known !== undefined) return known
  const set = new Set((LISTS[language] ?? '').split(/\s+/u).filter((word) => word !== ''))
  made.set(language, set)
  return set
}

/** Languages with a list. */
export const LANGUAGES_WITH_STOP_WORDS: readonly string[] = Object.keys(LISTS)
