"""Small closed lists of English words: what the built-in writer knows of grammar."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _words(
    """
    a an the this that these those my your our his her its their some any each every no both all
    another either neither such
    """
)
PRONOUNS = _words(
    """
    i me mine myself you yours yourself he him himself she hers herself it itself we us ours
    ourselves they them theirs themselves who whom whose which what when where why how there
    here everyone everybody someone somebody anyone anybody nobody something anything nothing
    everything one ones
    """
)
PREPOSITIONS = _words(
    """
    about above across after against along amid among around as at before behind below beneath
    beside between beyond by despite down during except for from in inside into like near of off
    on onto out outside over past per since than through throughout till to toward towards under
    until up upon via with within without regarding
    """
)
CONJUNCTIONS = _words(
    """
    and or but nor so yet because although though while if unless whether that whereas
    """
)
FINITE_VERBS = _words(
    """
    is are was were am be been being has have had will would can could shall should may might
    must do does did isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't
    couldn't shouldn't mustn't don't doesn't didn't i'm you're we're they're he's she's it's
    that's i've you've we've they've i'll you'll we'll they'll opens opened closes closed sells
    sold offers offered makes made fixes fixed helps helped brings brought takes took gives gave
    starts started begins began launches launched runs ran works worked needs needed wants
    wanted loves loved turns turned gets got goes went comes came saves saved reaches reached
    hits raises raised wins won joins joined hires hired builds built grows grew doubles doubled
    ships shipped supports supported adds added lets keeps kept means meant uses used finds
    found shows showed says said becomes became moves moved lives lived sees saw stays stayed
    happens happened matters arrives arrived returns returned ends ended falls fell rises rose
    beats fails failed changes changed improves improved reduces reduced plays repairs repaired
    lasts feels felt knows knew thinks thought leaves left meets met pays paid serves served
    teaches taught lends lent replaces replaced publishes published receives received deserves
    """
)
BASE_VERBS = _words(
    """
    write draft create compose make craft prepare produce generate announce promote introduce
    celebrate advertise explain describe discuss share tell invite remind encourage urge ask
    mention keep use avoid include add give get go come see know think say want need help let
    try please summarise summarize persuade convince thank congratulate highlight showcase join
    find open close start begin save win build learn read call visit buy bring take run become
    happen argue recommend publicise publicize tease cover announcing introducing celebrating
    promoting presenting explaining sharing launching tweet
    """
)
ADVERBS = _words(
    """
    not now then also just only even very too more most less least much many few already still
    again soon today tomorrow yesterday always never often sometimes ever almost well really
    quite rather please instead later early far away together back once twice finally recently
    """
)
NOT_ADVERBS = _words(
    """
    friendly family daily weekly monthly yearly lovely lively costly elderly silly curly ugly lonely
    likely unlikely supply reply assembly rally ally butterfly dragonfly jelly july italy sally holy
    homely user-friendly child-friendly eco-friendly anomaly monopoly belly folly lily
    """
)
BOUNDARIES = (
    DETERMINERS | PRONOUNS | PREPOSITIONS | CONJUNCTIONS | FINITE_VERBS | BASE_VERBS | ADVERBS
)
SUBJECTS = _words(
    """
    i we you they he she
    """
)
CALLS = _words(
    """
    join visit come see try get read call buy save meet book order taste register discover
    download bring learn listen watch look imagine enjoy stop start vote donate help
    """
)
FUNCTION_WORDS = DETERMINERS | PRONOUNS | PREPOSITIONS | CONJUNCTIONS | FINITE_VERBS

ENGLISH_ONLY = FUNCTION_WORDS - _words(
    """
    a no me in as on an do so he die was am or i of over had in is at she
    """
)

ANAPHORS = _words(
    """
    it its it's this that that's these those they they're their them he he's his she she's her
    such both neither however but and or so also moreover furthermore therefore thus hence then
    instead meanwhile still yet nevertheless similarly likewise consequently additionally
    otherwise there here one another others among which who while when where although because if
    as for after before in-addition despite nor even what how why
    """
)

COUNT_NOUNS = _words(
    """
    shop bakery cafe café bar pub studio app course school festival event podcast newsletter
    book startup start-up tool platform product company team store restaurant museum gallery
    library garden farm gym hotel market workshop conference webinar meetup game film album song
    report study survey feature release update policy programme program campaign fund project
    club class clinic hospital church charity school university website blog channel device
    gadget robot bike bicycle car bus train ferry boat house home apartment office park
    playground bridge competition contest concert exhibition fair marathon race sale discount
    service kitchen brewery winery bookshop bookstore barbershop salon hostel theatre theater
    cinema choir band orchestra cooperative co-op collective community map guide recipe
    restaurant plan proposal network protocol wallet token dashboard plugin extension library
    framework database chatbot assistant breakthrough discovery trip tour walk hike picnic party
    wedding birthday anniversary reunion lecture talk seminar scholarship internship job vacancy
    dog cat
    """
)

COMMON_OPENERS = _words(
    """
    new free open small local public remote urban electric solar green young old big good better
    best great simple smart fresh early late fast slow cheap safe clean quiet social digital
    online modern hidden real human personal private daily weekly monthly annual national global
    international regional independent handmade homemade organic vegan second-hand used wild
    climate coffee tea bread water energy health food music art books science sleep work money
    children kids parents teachers students nurses women men people dogs cats bees birds trees
    running walking reading cooking learning teaching writing coding baking cycling swimming
    hiking bike bicycle bookshop bakery library school garden market museum community team
    company product customer employee software hardware data privacy security design marketing
    sales hiring machine artificial quantum renewable sustainable affordable family volunteer
    grand upcoming weekend summer winter spring autumn morning evening night
    """
)

FOREIGN_WORDS = _words(
    """
    um de do da na nas nos pela pelo ao que não uma para com os das dos em nosso nossa sobre é
    el los las una por con del nuestra nuestro muy y le les des une est dans pour avec sur nous
    vous du et der die das und ist nicht mit für ein eine von zu wir il lo gli della di che per
    sono è questo het een voor niet van op og på det som är och ett att jest nie się na
    """
)
