/** A dish: its name, what is in it, and its price in thousands of pesos. */
export type SeedDish = readonly [name: string, description: string, price: number]

/** What restaurants of one cuisine are like. */
export interface SeedKitchen {
  readonly cuisine: string
  /** How many of a hundred restaurants cook it, roughly. */
  readonly weight: number
  /** What names of such places begin with. */
  readonly beginnings: ReadonlyArray<string>
  /** What preparation takes, in minutes: quickest and slowest kitchen. */
  readonly minutes: readonly [number, number]
  readonly mains: ReadonlyArray<SeedDish>
  readonly sides: ReadonlyArray<SeedDish>
}

/** The kitchens of the seeded city. Everything is invented; nothing is a real place or brand. */
export const seedKitchens: ReadonlyArray<SeedKitchen> = [
  {
    cuisine: "pizza",
    weight: 13,
    beginnings: ["Horno", "Masa Madre", "Forno", "Piedra y Leña"],
    minutes: [14, 22],
    mains: [
      ["Margherita", "Tomato, mozzarella, basil", 27],
      ["Mushroom and thyme", "Roast mushrooms, cream, thyme", 32],
      ["Four cheeses", "Mozzarella, blue, parmesan, smoked paipa", 35],
      ["Pepperoni", "Tomato, mozzarella, spicy sausage", 33],
      ["Hawaiana criolla", "Ham, grilled pineapple, panela", 31],
      ["Ripe plantain and bacon", "Sweet plantain, bacon, fresh cheese", 33],
      ["Garden", "Courgette, peppers, olives, rocket", 30],
      ["Chicken and corn", "Shredded chicken, sweet corn, coriander", 32],
      ["Calzone", "Folded, with ricotta and spinach", 29]
    ],
    sides: [
      ["Garlic bread", "From the pizza oven", 11],
      ["Rocket salad", "With parmesan and lemon", 15],
      ["Baked wedges", "Rosemary and salt", 12]
    ]
  },
  {
    cuisine: "burgers",
    weight: 13,
    beginnings: ["Parrilla", "La Plancha", "Brasa Urbana", "Pan y Brasa"],
    minutes: [10, 18],
    mains: [
      ["Classic burger", "Beef, lettuce, tomato, house sauce", 22],
      ["Double cheese", "Two patties, two cheeses, pickles", 29],
      ["Smoke and bacon", "Bacon, onion rings, smoked sauce", 31],
      ["Costeña", "Costeño cheese, suero, sweet plantain", 27],
      ["Crispy chicken", "Buttermilk chicken, cabbage, lime", 25],
      ["Lentil burger", "Lentil patty, beetroot, yoghurt", 23],
      ["Mushroom melt", "Beef, mushrooms, melted cheese", 28],
      ["Children's burger", "Small, with fries", 17]
    ],
    sides: [
      ["Fries", "Thin, with salt", 9],
      ["Cassava fries", "With coriander sauce", 10],
      ["Onion rings", "Eight pieces", 11],
      ["Coleslaw", "Cabbage, carrot, lime", 7]
    ]
  },
  {
    cuisine: "colombian",
    weight: 18,
    beginnings: ["Fogón", "La Cuchara", "Doña", "Fonda"],
    minutes: [12, 20],
    mains: [
      ["Bandeja", "Beans, rice, minced beef, plantain, egg, avocado", 32],
      ["Ajiaco", "Chicken, three potatoes, corn, capers", 28],
      ["Sancocho", "Chicken broth with cassava, plantain and corn", 26],
      ["Lechona", "Slow-roast pork with rice and arepa", 27],
      ["Grilled trout", "With garlic, salad and patacón", 34],
      ["Posta", "Braised beef in dark sauce, coconut rice", 33],
      ["Frijoles with garra", "Red beans with pork, rice, avocado", 24],
      ["Mondongo", "Tripe soup with vegetables", 25],
      ["Lunch of the day", "Soup, main, juice", 17],
      ["Mixed grill", "Beef, pork, chorizo, arepa", 42]
    ],
    sides: [
      ["Arepa with cheese", "White corn, fresh cheese", 8],
      ["Patacones", "With hogao", 9],
      ["Empanadas", "Four, with ají", 12],
      ["Avocado", "Half, with lime", 5]
    ]
  },
  {
    cuisine: "sushi",
    weight: 7,
    beginnings: ["Kaze", "Mesa Koi", "Barra Umi", "Casa Nori"],
    minutes: [15, 25],
    mains: [
      ["Salmon nigiri", "Six pieces", 34],
      ["Tuna maki", "Eight pieces", 29],
      ["Avocado maki", "Eight pieces", 21],
      ["Tempura roll", "Prawn, avocado, crisp outside", 36],
      ["Plantain roll", "Sweet plantain, cream cheese, salmon", 35],
      ["Mixed plate", "Sixteen pieces, cook's choice", 58],
      ["Salmon bowl", "Rice, salmon, cucumber, sesame", 38],
      ["Chicken katsu", "Breaded chicken, rice, curry", 33]
    ],
    sides: [
      ["Miso soup", "Tofu, spring onion", 10],
      ["Edamame", "With sea salt", 12],
      ["Gyoza", "Six, pork and cabbage", 18]
    ]
  },
  {
    cuisine: "mexican",
    weight: 8,
    beginnings: ["Comal", "La Milpa", "Nopal", "Patio Agave"],
    minutes: [10, 17],
    mains: [
      ["Tacos al pastor", "Three, pork, pineapple, coriander", 24],
      ["Tacos de hongos", "Three, mushrooms, epazote", 22],
      ["Burrito", "Beef, beans, rice, cheese", 27],
      ["Quesadillas", "Two, with squash flower", 21],
      ["Enchiladas verdes", "Chicken, green tomato, cream", 28],
      ["Chilaquiles", "Tortilla, red sauce, egg", 23],
      ["Fajitas", "Chicken, peppers, onions, tortillas", 31],
      ["Pozole", "Corn and pork soup", 26]
    ],
    sides: [
      ["Guacamole", "With tortilla chips", 15],
      ["Elote", "Corn, cheese, chilli, lime", 10],
      ["Refried beans", "With fresh cheese", 8]
    ]
  },
  {
    cuisine: "chinese",
    weight: 7,
    beginnings: ["Wok", "Puerta Jade", "Casa Bambú", "Farol Rojo"],
    minutes: [11, 18],
    mains: [
      ["Fried rice of the house", "Chicken, prawn, pork, bean sprouts", 27],
      ["Sweet and sour chicken", "Pineapple, peppers", 26],
      ["Beef with broccoli", "Oyster sauce, rice", 30],
      ["Noodles with vegetables", "Wheat noodles, soy, sesame", 22],
      ["Mapo tofu", "Tofu, pork, Sichuan pepper", 25],
      ["Orange chicken", "Crisp, with orange glaze", 27],
      ["Wonton soup", "Ten wontons, greens", 21],
      ["Duck with pancakes", "Quarter duck, spring onion", 46]
    ],
    sides: [
      ["Spring rolls", "Four, vegetables", 12],
      ["Steamed buns", "Two, pork", 14],
      ["Plain rice", "Jasmine", 6]
    ]
  },
  {
    cuisine: "indian",
    weight: 5,
    beginnings: ["Tandoor", "Casa Cardamomo", "Azafrán", "Masala"],
    minutes: [15, 24],
    mains: [
      ["Chicken tikka masala", "Tomato, cream, spices", 34],
      ["Chana masala", "Chickpeas, tomato, ginger", 25],
      ["Palak paneer", "Spinach, fresh cheese", 28],
      ["Lamb rogan josh", "Slow-cooked lamb, yoghurt", 42],
      ["Butter chicken", "Mild, with fenugreek", 34],
      ["Dal", "Black lentils, overnight", 22],
      ["Vegetable biryani", "Basmati, nuts, raisins", 29],
      ["Prawn curry", "Coconut, curry leaves", 41]
    ],
    sides: [
      ["Naan", "From the tandoor", 7],
      ["Samosas", "Three, potato and peas", 13],
      ["Raita", "Yoghurt, cucumber, mint", 7]
    ]
  },
  {
    cuisine: "chicken",
    weight: 10,
    beginnings: ["Pollo", "Asadero", "Corral", "La Espiga"],
    minutes: [9, 16],
    mains: [
      ["Quarter roast chicken", "With potatoes and arepa", 19],
      ["Half roast chicken", "With potatoes and arepa", 31],
      ["Whole roast chicken", "For four, with potatoes and arepas", 54],
      ["Fried chicken, four pieces", "With honey", 23],
      ["Fried chicken, eight pieces", "With honey", 42],
      ["Wings", "Ten, smoked or spicy", 27],
      ["Chicken rice", "For two, with peas and carrots", 29],
      ["Chicken soup", "With rice and coriander", 14]
    ],
    sides: [
      ["Salted potatoes", "Small, with hogao", 8],
      ["Coleslaw", "Cabbage, carrot, lime", 7],
      ["Sweet corn", "Grilled, with butter", 8]
    ]
  },
  {
    cuisine: "vegan",
    weight: 6,
    beginnings: ["Raíz", "Huerta", "Verde", "Semilla"],
    minutes: [10, 17],
    mains: [
      ["Quinoa bowl", "Quinoa, roast vegetables, tahini", 26],
      ["Chickpea curry", "Coconut, spinach, rice", 25],
      ["Lentil bolognese", "Spelt pasta, lentils, tomato", 24],
      ["Tofu steak", "Ginger glaze, sesame, greens", 27],
      ["Black bean burger", "With cassava fries", 25],
      ["Mushroom ceviche", "Lime, red onion, sweet potato", 23],
      ["Falafel wrap", "Hummus, pickles, salad", 22],
      ["Soup of the day", "With seed bread", 15]
    ],
    sides: [
      ["Hummus", "With warm bread", 13],
      ["Kale salad", "Apple, walnut, lemon", 16],
      ["Sweet potato", "Baked, with chimichurri", 11]
    ]
  },
  {
    cuisine: "seafood",
    weight: 4,
    beginnings: ["Muelle", "La Atarraya", "Bahía", "Caracol"],
    minutes: [14, 23],
    mains: [
      ["Ceviche", "White fish, lime, red onion", 33],
      ["Prawn cocktail", "With salt crackers", 31],
      ["Fried snapper", "Whole, coconut rice, patacones", 48],
      ["Seafood rice", "Prawns, squid, mussels", 44],
      ["Seafood stew", "Coconut milk, coriander", 46],
      ["Grilled squid", "Garlic, parsley, potatoes", 39],
      ["Fish tacos", "Three, cabbage, lime", 28],
      ["Garlic prawns", "With bread", 42]
    ],
    sides: [
      ["Coconut rice", "Sweet, toasted", 9],
      ["Patacones", "With hogao", 9],
      ["Green salad", "Lime and oil", 10]
    ]
  },
  {
    cuisine: "breakfast",
    weight: 5,
    beginnings: ["Panadería", "Café", "Trigo y Tinto", "La Mañana"],
    minutes: [6, 12],
    mains: [
      ["Changua", "Milk broth, egg, coriander, toast", 13],
      ["Huevos pericos", "Scrambled with tomato and onion, arepa", 14],
      ["Calentado", "Rice and beans, egg, arepa", 18],
      ["Granola", "Yoghurt, fruit, honey", 16],
      ["Pancakes", "Three, panela syrup", 18],
      ["Tamal", "With hot chocolate", 19],
      ["Avocado toast", "Seed bread, poached egg", 19],
      ["Ham and cheese croissant", "Warm", 12]
    ],
    sides: [
      ["Pandebono", "Three, warm", 9],
      ["Almojábana", "Two, warm", 7],
      ["Fruit salad", "What is ripe", 11]
    ]
  },
  {
    cuisine: "sandwiches",
    weight: 4,
    beginnings: ["Corteza", "Miga", "Pan Abierto", "La Hogaza"],
    minutes: [6, 11],
    mains: [
      ["Roast pork", "Slow pork, pickled onion, ciabatta", 22],
      ["Caprese", "Tomato, mozzarella, basil, focaccia", 20],
      ["Turkey and avocado", "Wholemeal, mustard", 21],
      ["Tuna melt", "Tuna, cheese, toasted", 21],
      ["Roast vegetables", "Courgette, pepper, goat's cheese", 20],
      ["Steak sandwich", "Beef, caramelised onion", 28],
      ["Egg and cress", "Soft bread", 15],
      ["Club", "Chicken, bacon, egg, three slices", 25]
    ],
    sides: [
      ["Crisps", "Plantain, salted", 7],
      ["Tomato soup", "With croutons", 13],
      ["Green salad", "Lime and oil", 10]
    ]
  }
]

/** To drink, everywhere. */
export const seedDrinks: ReadonlyArray<SeedDish> = [
  ["Limonada", "Lime, water, panela", 8],
  ["Coconut lemonade", "Blended with ice", 12],
  ["Lulo juice", "In water", 9],
  ["Mango juice", "In water or milk", 9],
  ["Passion fruit juice", "In water", 9],
  ["Still water", "600 ml", 5],
  ["Sparkling water", "400 ml", 6],
  ["Iced tea", "Peach", 7]
]

/** Something sweet, in many places. */
export const seedDesserts: ReadonlyArray<SeedDish> = [
  ["Tres leches", "Sponge, three milks", 13],
  ["Rice pudding", "Cinnamon", 9],
  ["Brownie", "Dark chocolate, walnut", 11],
  ["Figs with arequipe", "And fresh cheese", 12],
  ["Coconut flan", "Caramel", 11],
  ["Fruit ice", "Two scoops", 9]
]

/** What names of places end with: trees, birds and things of the street. */
export const seedEndings: ReadonlyArray<string> = [
  "Turpial",
  "del Yarumo",
  "Siete Faroles",
  "Media Luna",
  "Guayacán",
  "del Alba",
  "Tres Tejas",
  "Colibrí",
  "La Arboleda",
  "del Puente",
  "Mirla",
  "Azulejo",
  "de la Esquina",
  "Ceiba",
  "Tucán",
  "del Portón",
  "Buganvilla",
  "Campanario",
  "Cinco Sillas",
  "del Molino",
  "Gaviota",
  "Nogal",
  "La Fuente",
  "Ocho Patios",
  "Eucalipto",
  "del Tranvía",
  "Luciérnaga",
  "Orquídea",
  "Pomarrosa",
  "del Mirador",
  "Quebrada",
  "Samán",
  "Dos Balcones",
  "Totumo",
  "Violeta",
  "Zarzal",
  "del Reloj",
  "Cigarra",
  "Frailejón",
  "Mandarino"
]
